import { firstCompactionCases, writeCases } from './cases/write.ts';
import { rangeCases } from './cases/range.ts';
import { conform } from './conform.ts';

conform('range', rangeCases);
conform('write', [...firstCompactionCases, ...writeCases]);
