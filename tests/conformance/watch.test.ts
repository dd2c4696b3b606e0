import { conform } from './conform.ts';
import { suites } from './suites.ts';

conform('watch', suites.watch);
