import { txnCompareCases } from './cases/txn-compare.ts';
import { txnOperationCases } from './cases/txn-operations.ts';
import { conform } from './conform.ts';

conform('txn', [...txnCompareCases, ...txnOperationCases]);
