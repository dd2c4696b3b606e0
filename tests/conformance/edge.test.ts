import { conform } from './conform.ts';
import { suites } from './suites.ts';

conform('edge', suites.edge);
conform('empty messages', suites['empty messages']);
conform('maintenance', suites.maintenance);
conform('members', suites.members);
conform('without a quorum', suites['without a quorum']);
