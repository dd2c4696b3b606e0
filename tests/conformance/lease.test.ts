import { leaseCases } from './cases/lease.ts';
import { conform } from './conform.ts';

conform('lease', leaseCases);
