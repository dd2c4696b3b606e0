// The update of kube-apiserver: if the key is still at the revision that I read, put, otherwise tell me
// what it is now. Each slot has a key of its own and knows its revision, so every one must succeed.
import { bytesField, grpcFrame, intField, varint } from '../load/wire.ts';
import type { Connection } from './http2/connection.ts';
import { FieldReader, readRevision } from './fields.ts';
import { UnarySlot } from './unary-slot.ts';

const compareTargetMod = 2;
const fields = new FieldReader();

export class TxnSlot extends UnarySlot {
  readonly #key: Uint8Array;
  readonly #value: Uint8Array;
  /** 0: the key does not exist, so the first request creates it. */
  #modRevision = 0;
  #hasSucceeded = false;
  /** The last request; the next one differs from it in the revision only. */
  #request: Uint8Array = new Uint8Array(0);
  #requestRevisionBytes = 0;
  #requestRevisionAt = 0;

  constructor(connection: Connection, key: string, value: Uint8Array) {
    super(connection, '/etcdserverpb.KV/Txn');
    this.#key = Buffer.from(key);
    this.#value = value;
  }

  protected override nextRequest(): Uint8Array {
    this.#hasSucceeded = false;
    const revision = varint(this.#modRevision);
    if (revision.length === this.#requestRevisionBytes) {
      this.#request.set(revision, this.#requestRevisionAt);
    } else {
      this.#request = grpcFrame(txnMessage(this.#key, this.#value, this.#modRevision));
      this.#requestRevisionBytes = revision.length;
      // The revision is what ends the comparison, and the comparison stands first.
      const compareBytes = compareMessage(this.#key, this.#modRevision).length;
      this.#requestRevisionAt =
        5 + bytesField(1, new Uint8Array(compareBytes)).length - revision.length;
    }
    return this.#request;
  }

  protected override onAnswer(bytes: Buffer, start: number, end: number): void {
    this.#modRevision = readRevision(bytes, start, end);
    fields.read(bytes, start, end);
    while (fields.next()) if (fields.field === 2) this.#hasSucceeded = fields.value === 1;
  }

  protected override mistake(): string | undefined {
    if (this.messages === 1 && this.#hasSucceeded && this.#modRevision > 0) return undefined;
    return 'the comparison failed, although nobody else writes the key';
  }
}

export function txnMessage(key: Uint8Array, value: Uint8Array, modRevision: number): Uint8Array {
  const put = Buffer.concat([bytesField(1, key), bytesField(2, value)]);
  const range = bytesField(1, key);
  return Buffer.concat([
    bytesField(1, compareMessage(key, modRevision)),
    bytesField(2, bytesField(2, put)),
    bytesField(3, bytesField(1, range)),
  ]);
}

/** `result` stays EQUAL, which is 0; the revision is written even when it is 0. */
function compareMessage(key: Uint8Array, modRevision: number): Uint8Array {
  return Buffer.concat([
    intField(2, compareTargetMod),
    bytesField(3, key),
    intField(6, modRevision),
  ]);
}
