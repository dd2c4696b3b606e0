import { runService } from '@cairn/service';
import { compose } from './compose.ts';
import { definition } from './config.ts';

await runService({ definition, start: compose });
