// etcd's Defragment: this member's store is written anew without its free pages. It is no entry of the
// log and concerns this member alone. Reads and writes go on meanwhile (see libs/backend/DESIGN.md);
// whoever asks while one is under way waits for that one.
import { decodeRequest } from '@cairn/api';
import type { Backend } from '@cairn/backend';
import { etcdserverpb } from '@cairn/proto';
import { LeaderChangedError } from '@cairn/replica';
import type { Replica } from '@cairn/replica';
import type { Call } from './call.ts';
import { answer, failure } from './outcome.ts';

export interface DefragmentReport {
  readonly seconds: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  readonly error: Error | undefined;
}

export interface DefragmentOptions {
  readonly replica: Replica;
  readonly onDefragmentBegun?: () => void;
  readonly onDefragmentEnded?: (report: DefragmentReport) => void;
}

const underWay = new WeakMap<Backend, Promise<void>>();

export function defragment(options: DefragmentOptions, call: Call): void {
  decodeRequest(etcdserverpb.DefragmentRequest, call.request);
  const { replica } = options;
  replica.readSerializable((error) => {
    if (error !== undefined) return call.reply(failure(error));
    void answerDefragment(options, call);
  });
}

async function answerDefragment(options: DefragmentOptions, call: Call): Promise<void> {
  try {
    await defragmentOnce(options, options.replica.backend);
  } catch (error) {
    return call.reply(failure(error));
  }
  call.reply(answer(etcdserverpb.DefragmentResponse.encode({}).finish()));
}

function defragmentOnce(options: DefragmentOptions, backend: Backend): Promise<void> {
  const running = underWay.get(backend);
  if (running !== undefined) return running;
  const run = observed(options, backend).finally(() => underWay.delete(backend));
  underWay.set(backend, run);
  return run;
}

async function observed(options: DefragmentOptions, backend: Backend): Promise<void> {
  const { replica, onDefragmentBegun, onDefragmentEnded } = options;
  const bytesBefore = backend.sizeBytes();
  const startMs = performance.now();
  let error: Error | undefined;
  onDefragmentBegun?.();
  try {
    await backend.defragment();
  } catch (reason) {
    // A snapshot of the leader took the place of the store: that one has no free pages.
    error = replica.backend === backend ? (reason as Error) : replaced(reason);
    throw error;
  } finally {
    const seconds = (performance.now() - startMs) / 1000;
    const bytesAfter = error === undefined ? backend.sizeBytes() : bytesBefore;
    onDefragmentEnded?.({ seconds, bytesBefore, bytesAfter, error });
  }
}

function replaced(cause: unknown): LeaderChangedError {
  return new LeaderChangedError('the state was replaced while it was defragmented', { cause });
}
