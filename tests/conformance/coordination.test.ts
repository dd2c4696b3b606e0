import { coordinationCases } from './cases/coordination.ts';
import { conform } from './conform.ts';

conform('coordination', coordinationCases);
