import { conform } from './conform.ts';
import { suites } from './suites.ts';

conform('lease', suites.lease);
