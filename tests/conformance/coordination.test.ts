import { conform } from './conform.ts';
import { suites } from './suites.ts';

conform('coordination', suites.coordination);
