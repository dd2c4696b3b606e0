// Sends this member's whole state to one that is too far behind for the log. The picture is taken
// once and read in slices between turns of the event loop, so that writes go on meanwhile.
import { Table } from '@cairn/backend';
import type { Backend, BackendSnapshot } from '@cairn/backend';
import { crc32c } from '@cairn/core';
import type { ClusterId, MemberId } from '@cairn/core';
import { fromBigInt } from '@cairn/proto';
import type { cairn } from '@cairn/proto';
import type { Message } from '@cairn/raft';
import type { Replica } from '@cairn/replica';
import { peerService } from '@cairn/rpc';
import type { RpcClient } from '@cairn/rpc';
import type { Logger } from '@cairn/telemetry';
import { drained } from '../drained.ts';
import { messageFields } from '../peers/message-codec.ts';
import type { Turns } from '../turns.ts';

const chunkBytes = 256 * 1024;

export interface SnapshotSenderOptions {
  readonly clusterId: ClusterId;
  readonly logger: Logger;
  readonly replica: () => Replica;
  readonly turns: Turns;
}

export class SnapshotSender {
  readonly #options: SnapshotSenderOptions;
  readonly #busy = new Set<MemberId>();

  constructor(options: SnapshotSenderOptions) {
    this.#options = options;
  }

  /** One at a time per member; tells Raft how it went. */
  send(message: Message, client: RpcClient): void {
    if (this.#busy.has(message.to)) return;
    this.#busy.add(message.to);
    const { logger, replica } = this.#options;
    const peer = message.to.toString(16);
    void this.#transfer(message, client).then(
      (index) => {
        this.#busy.delete(message.to);
        logger.info({ peer, index }, 'sent a snapshot');
        replica().reportSnapshot(message.to, 'installed');
      },
      (error: unknown) => {
        this.#busy.delete(message.to);
        logger.warn({ peer, reason: String(error) }, 'could not send a snapshot');
        replica().reportSnapshot(message.to, 'failed');
      },
    );
  }

  async #transfer(message: Message, client: RpcClient): Promise<number> {
    const backend: Backend = this.#options.replica().backend;
    const confState = this.#options.replica().status.confState;
    const snapshot = await backend.snapshot();
    try {
      const { index, term } = snapshot.applied;
      const meta = { ...message, snapshot: { index, term, confState } };
      await this.#stream(snapshot, meta, client);
      return index;
    } finally {
      snapshot.close();
    }
  }

  async #stream(snapshot: BackendSnapshot, message: Message, client: RpcClient): Promise<void> {
    const answered = Promise.withResolvers<void>();
    const over = new AbortController();
    const end = (error: Error | undefined): void => {
      over.abort();
      if (error === undefined) answered.resolve();
      else answered.reject(error);
    };
    const stream = client.openClientStream(peerService.installSnapshot, (error, response) => {
      if (error !== null) end(error);
      else end(response?.accepted === true ? undefined : new Error(response?.reason ?? 'refused'));
    });
    stream.on('error', end);
    // It is awaited only after everything was written.
    answered.promise.catch(() => undefined);
    try {
      await this.#write(snapshot, message, stream, over.signal);
      await answered.promise;
    } catch (error) {
      // The receiver must neither wait for the rest nor take what it has for the whole.
      stream.cancel();
      throw error;
    }
  }

  /** Everything, or as much as there is time for until the call is over. */
  async #write(
    snapshot: BackendSnapshot,
    message: Message,
    stream: ChunkStream,
    over: AbortSignal,
  ): Promise<void> {
    stream.write({
      cluster_id: fromBigInt(this.#options.clusterId, 'unsigned'),
      message: messageFields(message),
    });
    let crc = 0;
    for (const chunk of chunksOf(snapshot)) {
      for (const record of chunk) crc = recordCrc(record, crc);
      if (!stream.write({ records: chunk })) await drained(stream, over);
      await this.#options.turns.next();
      if (over.aborted) return;
    }
    stream.write({ last: true, crc });
    stream.end();
  }
}

type ChunkStream = ReturnType<RpcClient['openClientStream']>;

type SnapshotRecord = { table: number; key: Uint8Array; value: Uint8Array };

function* chunksOf(snapshot: BackendSnapshot): Generator<SnapshotRecord[]> {
  let chunk: SnapshotRecord[] = [];
  let bytes = 0;
  for (const table of Object.values<Table>(Table)) {
    for (const { key, value } of snapshot.scan(table, {})) {
      chunk.push({ table, key, value });
      bytes += key.length + value.length;
      if (bytes >= chunkBytes) {
        yield chunk;
        chunk = [];
        bytes = 0;
      }
    }
  }
  yield chunk;
}

/** The running checksum of a snapshot: table byte, key and value of every record, in order. */
export function recordCrc(record: cairn.v1.SnapshotRecord.$Properties, previous: number): number {
  const { table = 0, key, value } = record;
  const afterTable = crc32c(Uint8Array.of(table ?? 0), previous);
  return crc32c(value ?? empty, crc32c(key ?? empty, afterTable));
}

const empty = new Uint8Array(0);
