// The sending end of one Peer.InstallSnapshot call: what the receiver says as promises, and the patience
// with one that says and takes nothing. However the call ends, `over` aborts.
import type { cairn } from '@cairn/proto';
import { peerService } from '@cairn/rpc';
import type { ClientBidiStream, RpcClient } from '@cairn/rpc';
import { drained } from '../drained.ts';

type V1 = typeof cairn.v1;
type Chunk = cairn.v1.SnapshotChunk.$Properties;

/** The connection broke or the receiver fell silent: what it has got may still be of use. */
export class BrokenTransferError extends Error {
  override readonly name = 'BrokenTransferError';
}

export class SnapshotStream {
  readonly #stream: ClientBidiStream<V1['SnapshotChunk'], V1['SnapshotAnswer']>;
  readonly #over = new AbortController();
  readonly #resume = Promise.withResolvers<{ readonly chunks: number; readonly crc: number }>();
  readonly #installed = Promise.withResolvers<void>();
  readonly #stalled: NodeJS.Timeout;
  #patienceMs: number;
  #isWritable = true;

  constructor(client: RpcClient, patienceMs: number) {
    // They are awaited one after the other, if at all.
    this.#resume.promise.catch(() => undefined);
    this.#installed.promise.catch(() => undefined);
    this.#patienceMs = patienceMs;
    this.#stalled = setTimeout(() => this.#giveUp(), patienceMs).unref();
    this.#stream = client.openBidi(peerService.installSnapshot);
    this.#stream.on('data', (answer: cairn.v1.SnapshotAnswer) => this.#take(answer));
    this.#stream.on('end', () => this.#broken('the receiver ended the call'));
    this.#stream.on('error', (error) => this.#broken(error.message, error));
  }

  /** Aborts when the call has ended. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** After how many chunks the receiver wants to go on, and its checksum there. */
  get resume(): Promise<{ readonly chunks: number; readonly crc: number }> {
    return this.#resume.promise;
  }

  /** Rejects with the receiver's reason, or with `BrokenTransferError`. */
  get installed(): Promise<void> {
    return this.#installed.promise;
  }

  write(chunk: Chunk): void {
    if (!this.#over.signal.aborted) this.#isWritable = this.#stream.write(chunk);
  }

  /** Resolves when more may be written, or when the call is over. */
  async drained(): Promise<void> {
    if (!this.#isWritable) await drained(this.#stream, this.over);
    this.#stalled.refresh();
  }

  /** @param patienceMs how long the receiver may take for its answer */
  end(last: Chunk, patienceMs: number): void {
    this.#stream.write(last);
    this.#stream.end();
    clearTimeout(this.#stalled);
    this.#patienceMs = patienceMs;
    const timer = setTimeout(() => this.#giveUp(), patienceMs).unref();
    this.over.addEventListener('abort', () => clearTimeout(timer));
  }

  close(): void {
    clearTimeout(this.#stalled);
    this.#over.abort();
    this.#stream.cancel();
  }

  #take({ resume, installed }: cairn.v1.SnapshotAnswer): void {
    this.#stalled.refresh();
    if (resume != null) {
      const { chunks, crc } = resume as cairn.v1.SnapshotResume;
      this.#resume.resolve({ chunks, crc });
    }
    if (installed == null) return;
    if (installed.accepted === true) this.#installed.resolve();
    else this.#fail(new Error(installed.reason ?? 'refused'));
    this.#over.abort();
  }

  #giveUp(): void {
    this.#broken(`the receiver has taken nothing for ${this.#patienceMs / 1000} s`);
    this.#stream.cancel();
  }

  #broken(reason: string, cause?: Error): void {
    this.#fail(new BrokenTransferError(reason, { cause }));
    this.#over.abort();
  }

  #fail(error: Error): void {
    this.#resume.reject(error);
    this.#installed.reject(error);
  }
}
