#!/usr/bin/env node
import { runService } from '@cairn/service';
import { compose } from './compose.ts';
import { definition } from './config.ts';
import { shutdown } from './shutdown.ts';

await runService({
  definition,
  start: async (config, { logger }) => {
    const exporter = await compose(config, logger);
    return { stop: () => shutdown(exporter) };
  },
});
