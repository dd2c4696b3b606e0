import { endpointOf } from '../server/running-server.ts';
import type { CaseFamily } from './case.ts';
import { measureGenerator, scaled } from './measure.ts';
import { valueBytes } from './one-key.ts';
import { compareSideBySide } from './side-by-side.ts';

const connections = 10;
const watchersPerConnection = 100;
const eventsPerRun = 2_000;
const warmUpShare = 0.1;
const eventsAhead = 100;

export const watch: CaseFamily = {
  cases: [
    {
      name: 'watch',
      title: 'Watch, 1,000 watchers of one prefix',
      about:
        'Own generator; 10 connections, on each one stream with 100 watchers; events of 256 B, which ' +
        'the generator writes, at most 100 ahead of the slowest watcher. Every watcher must see every ' +
        'event once and in order.',
      columns: [
        'deliveriesPerSecond',
        'cpuSeconds',
        'requestsPerCpuSecond',
        'peakRssMib',
        'generatorCpuSeconds',
      ],
    },
  ],
  run: (context) => {
    let runs = 0;
    return compareSideBySide(context, {
      caseName: 'watch',
      loads: ['1,000 watchers'],
      nameOf: (load) => load,
      measure: (server, _load, scale) => {
        const events = scaled(eventsPerRun, scale);
        return measureGenerator(
          server,
          {
            kind: 'watch',
            endpoint: endpointOf(server),
            connections,
            watchersPerConnection,
            keyPrefix: `watch/${runs++}/`,
            valueBytes,
            warmUpEvents: scaled(events, warmUpShare),
            events,
            eventsAhead,
          },
          events * connections * watchersPerConnection,
        );
      },
    });
  },
};
