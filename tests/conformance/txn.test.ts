import { txnCases } from './cases/txn.ts';
import { conform } from './conform.ts';

conform('txn', txnCases);
