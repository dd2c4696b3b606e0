import { startGenerator } from '../generator/run-generator.ts';
import type { RunningServer } from '../server/running-server.ts';
import type { CaseFamily, Run } from './case.ts';
import { fillKeys, measureGenerator, planRange, scaled } from './measure.ts';
import { valueBytes } from './one-key.ts';
import { compareSideBySide } from './side-by-side.ts';

const keysAtFullScale = 100_000;
const ratePerSecond = 1_000;
const secondsPerRun = 4;
const warmUpRequests = 200;
const prefix = 'stall/';
const prefixEnd = 'stall0';
/** Puts go on elsewhere, so the revision in an answer's header may take another byte. */
const slackBytes = 4;

export const stall: CaseFamily = {
  cases: [
    {
      name: 'stall',
      title: 'Put while a large Range runs in a loop',
      about:
        'Own generator; 1,000 puts/s of 256 B at 10×10, timed from when they were due, while a ' +
        'second generator reads the range again and again, one at a time. "Ranges/s" shows that ' +
        'puts are not fast because ranges starve.',
      columns: [
        'p50Ms',
        'p99Ms',
        'requestsPerSecond',
        'rangesPerSecond',
        'cpuSeconds',
        'peakRssMib',
      ],
    },
  ],
  run: (context) => {
    const keys = scaled(keysAtFullScale, Math.min(1, context.scale));
    return compareSideBySide(context, {
      caseName: 'stall',
      loads: [`${keys.toLocaleString('en-US')} keys`],
      nameOf: (load) => load,
      prepare: (server) => fillKeys(server, prefix, keys, valueBytes),
      measure: (server, _load, scale) => measureStall(server, keys, scale),
    });
  },
};

async function measureStall(server: RunningServer, keys: number, scale: number): Promise<Run> {
  const range = await planRange(server, { key: prefix, end: prefixEnd, keys, slackBytes });
  const { endpoints } = server;
  await using ranges = await startGenerator({
    kind: 'background',
    endpoints,
    connections: 1,
    streams: 1,
    request: range,
  });
  const rangesDone = ranges.run();
  const requests = scaled(ratePerSecond * secondsPerRun, scale);
  const run = await measureGenerator(
    server,
    {
      kind: 'open-loop',
      endpoints,
      connections: 10,
      streams: 10,
      request: { kind: 'put', key: 'elsewhere', valueBytes },
      ratePerSecond,
      warmUpRequests,
      requests,
    },
    requests,
  );
  ranges.stop();
  const { requestsPerSecond: rangesPerSecond = 0 } = await rangesDone;
  return { ...run, figures: { ...run.figures, rangesPerSecond } };
}
