// The same closed loop through @grpc/grpc-js, as users of Node.js have it. It takes several times the
// CPU of either server, so it shows what such a user sees, not what the servers can do.
import { Client, credentials } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import { readRevision } from './fields.ts';
import type { GrpcJsPlan, Workload } from './plan.ts';
import { Recorder } from './recorder.ts';

export async function prepareGrpcJs(plan: GrpcJsPlan): Promise<Workload> {
  const clients = Array.from(
    { length: plan.connections },
    (_, index) =>
      new Client(
        plan.endpoints[index % plan.endpoints.length] ?? '',
        credentials.createInsecure(),
        {
          // Otherwise all clients share one connection.
          'grpc.use_local_subchannel_pool': 1,
          'grpc.max_receive_message_length': -1,
        },
      ),
  );
  const warmUp = await runLoop(plan, clients, plan.warmUpRequests);
  warmUp.recorder.percentilesMs([]);
  return {
    run: async () => {
      const { recorder, seconds } = await runLoop(plan, clients, plan.requests);
      const [p50Ms, p99Ms] = recorder.percentilesMs([50, 99]) as [number, number];
      return { requestsPerSecond: plan.requests / seconds, p50Ms, p99Ms };
    },
  };
}

interface LoopResult {
  readonly recorder: Recorder;
  readonly seconds: number;
}

function runLoop(
  plan: GrpcJsPlan,
  clients: readonly Client[],
  requests: number,
): Promise<LoopResult> {
  return new Promise((resolve) => {
    const startedMs = performance.now();
    const recorder = new Recorder(requests);
    let sent = 0;
    const next = (client: Client): void => {
      if (sent === requests) return;
      sent++;
      const sentMs = performance.now();
      call(client, plan, (error, answer) => {
        const mistake = error === null ? mistakeOf(plan, answer) : error.message;
        if (mistake === undefined) recorder.answered(performance.now() - sentMs);
        else recorder.failed(mistake);
        next(client);
        if (recorder.finished < requests) return;
        resolve({ recorder, seconds: (performance.now() - startedMs) / 1_000 });
      });
    };
    for (let stream = 0; stream < plan.streams; stream++) clients.forEach(next);
  });
}

function call(
  client: Client,
  { method, message }: GrpcJsPlan,
  onAnswer: (error: ServiceError | null, answer: Buffer | undefined) => void,
): void {
  const same = (bytes: Buffer): Buffer => bytes;
  client.makeUnaryRequest(method, same, same, Buffer.from(message), onAnswer);
}

function mistakeOf(plan: GrpcJsPlan, answer: Buffer | undefined): string | undefined {
  if (answer === undefined) return 'OK without an answer';
  if (plan.answerBytes === undefined) {
    return readRevision(answer, 0, answer.length) > 0 ? undefined : 'an answer without a revision';
  }
  return answer.length === plan.answerBytes
    ? undefined
    : `an answer of ${answer.length} bytes instead of ${plan.answerBytes}`;
}
