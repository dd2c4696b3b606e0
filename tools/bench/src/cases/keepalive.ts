import { endpointOf } from '../server/running-server.ts';
import type { CaseFamily } from './case.ts';
import { measureGenerator, scaled } from './measure.ts';
import { compareSideBySide } from './side-by-side.ts';

const streams = 20;
const leasesPerStream = 50;
const renewalsPerRun = 100_000;
const warmUpShare = 0.1;

export const keepalive: CaseFamily = {
  cases: [
    {
      name: 'keepalive',
      title: 'Lease keep-alive, 1,000 leases',
      about:
        'Own generator; 20 connections with one LeaseKeepAlive stream and 50 leases each; a lease is ' +
        'renewed again as soon as it was. Every answer must give the full TTL.',
      columns: [
        'renewalsPerSecond',
        'p50Ms',
        'p99Ms',
        'cpuSeconds',
        'requestsPerCpuSecond',
        'generatorCpuSeconds',
      ],
    },
  ],
  run: (context) => {
    let nextLeaseId = 1;
    return compareSideBySide(context, {
      caseName: 'keepalive',
      loads: ['20 streams'],
      nameOf: (load) => load,
      measure: (server, _load, scale) => {
        const firstLeaseId = nextLeaseId;
        nextLeaseId += streams * leasesPerStream;
        const renewals = scaled(renewalsPerRun, scale);
        return measureGenerator(
          server,
          {
            kind: 'keepalive',
            endpoint: endpointOf(server),
            streams,
            leasesPerStream,
            firstLeaseId,
            warmUpRenewals: scaled(renewals, warmUpShare),
            renewals,
          },
          renewals,
        );
      },
    });
  },
};
