import { conform } from './conform.ts';
import { suites } from './suites.ts';

conform('auth', suites.auth);
conform('access', suites.access);
