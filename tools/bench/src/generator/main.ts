// The load generator: a process of its own, so that what it costs is not counted for the server, and
// fresh for each run, so that no run finds what another one left behind.
import type { Figures } from '../figures.ts';
import { prepareKeepAlive } from './keepalive-workload.ts';
import type { FromGenerator, GeneratorPlan, ToGenerator, Workload } from './plan.ts';
import { prepareBackground, prepareClosedLoop, prepareOpenLoop } from './unary-workloads.ts';
import { prepareWatch } from './watch-workload.ts';

const stop = new AbortController();
let workload: Workload | undefined;

process.on('message', (message: ToGenerator) => {
  onMessage(message).catch(fail);
});
// The bench has died: nobody wants the result.
process.on('disconnect', () => process.exit(1));

async function onMessage(message: ToGenerator): Promise<void> {
  switch (message.kind) {
    case 'prepare':
      workload = await prepare(message.plan);
      say({ kind: 'ready' });
      return;
    case 'go': {
      if (workload === undefined) throw new Error('not prepared');
      const before = process.cpuUsage();
      const figures: Figures = await workload.run(stop.signal);
      const { user, system } = process.cpuUsage(before);
      finish({
        kind: 'done',
        figures: { ...figures, generatorCpuSeconds: (user + system) / 1_000_000 },
      });
      return;
    }
    case 'stop':
      stop.abort();
  }
}

async function prepare(plan: GeneratorPlan): Promise<Workload> {
  switch (plan.kind) {
    case 'closed-loop':
      return prepareClosedLoop(plan, fail);
    case 'open-loop':
      return prepareOpenLoop(plan, fail);
    case 'background':
      return prepareBackground(plan, fail);
    case 'watch':
      return prepareWatch(plan, fail);
    case 'keepalive':
      return prepareKeepAlive(plan, fail);
    case 'grpc-js': {
      // Not part of the others' start.
      const { prepareGrpcJs } = await import('./grpc-js-workload.ts');
      return prepareGrpcJs(plan);
    }
  }
}

function fail(error: unknown): void {
  finish({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
}

function finish(message: FromGenerator): void {
  process.send?.(message, () => process.exit(0));
}

function say(message: FromGenerator): void {
  process.send?.(message);
}
