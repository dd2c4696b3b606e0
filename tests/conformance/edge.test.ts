import { edgeCases } from './cases/edge.ts';
import { maintenanceCases } from './cases/maintenance.ts';
import { conform } from './conform.ts';

conform('edge', edgeCases);
conform('maintenance', maintenanceCases);
