import { bigRange } from './big-range.ts';
import type { CaseDescription, CaseFamily, CaseName } from './case.ts';
import { checkPerf } from './check-perf.ts';
import { clusterPut } from './cluster-put.ts';
import { defragment } from './defragment.ts';
import { grpcJs } from './grpc-js.ts';
import { keepalive } from './keepalive.ts';
import { millionKeys } from './million-keys.ts';
import { openLoop } from './open-loop.ts';
import { requests } from './requests.ts';
import { stall } from './stall.ts';
import { txn } from './txn.ts';
import { watch } from './watch.ts';

/** In the order in which they run and are reported. */
export const families: readonly CaseFamily[] = [
  requests,
  clusterPut,
  txn,
  bigRange,
  watch,
  keepalive,
  millionKeys,
  stall,
  defragment,
  openLoop,
  grpcJs,
  checkPerf,
];

export const allCases: readonly CaseDescription[] = families.flatMap(({ cases }) => cases);

/** check-perf takes a minute per run and is only run when it is named. */
export const defaultCases: readonly CaseName[] = allCases
  .map(({ name }) => name)
  .filter((name) => name !== 'check-perf');
