import { edgeCases } from './cases/edge.ts';
import { maintenanceCases } from './cases/maintenance.ts';
import { memberCases } from './cases/members.ts';
import { conform } from './conform.ts';

conform('edge', edgeCases);
conform('maintenance', maintenanceCases);
conform('members', memberCases);
