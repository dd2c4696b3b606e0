import { watchCases } from './cases/watch.ts';
import { conform } from './conform.ts';

conform('watch', watchCases);
