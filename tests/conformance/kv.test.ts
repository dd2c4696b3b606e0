import { conform } from './conform.ts';
import { suites } from './suites.ts';

conform('range', suites.range);
conform('range stream', suites['range stream']);
conform('write', suites.write);
