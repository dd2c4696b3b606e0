// Hashing and checking passwords. bcrypt is slow on purpose, tens of milliseconds each time: on the
// thread of the Raft loop a handful of logins would look like a dead leader. So it has a thread of its own,
// with a bounded line before it, and a password that was right a moment ago is not hashed again: clients
// log in anew whenever a token runs out or an auth change makes it old, all at once and always with the
// same password. What is remembered is no password, but a keyed digest under a key that dies with the
// process, beside the stored hash that it matched; so a changed password is not found by it.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { ApiError, GrpcCode, etcdErrors } from '@cairn/api';

export type PasswordTask =
  | { readonly id: number; readonly kind: 'hash'; readonly password: string; readonly cost: number }
  | {
      readonly id: number;
      readonly kind: 'compare';
      readonly password: string;
      readonly hash: string;
    };

export interface PasswordAnswer {
  readonly id: number;
  readonly result: string | boolean;
}

/** bcrypt looks at no more; a longer password would be another one than it seems. */
const passwordBytesMax = 72;
const waitingMax = 256;
const rememberedMax = 4_096;

interface Waiting {
  readonly resolve: (result: string | boolean) => void;
  readonly reject: (error: Error) => void;
}

export class Passwords {
  readonly #cost: number;
  readonly #key = randomBytes(32);
  /** Stored hash → digest of the password that it belongs to; the oldest first. */
  readonly #right = new Map<string, Buffer>();
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | undefined;
  #lastId = 0;

  /** @param cost `--bcrypt-cost` */
  constructor(cost: number) {
    this.#cost = cost;
  }

  /** @throws ApiError */
  async hash(password: string): Promise<string> {
    if (Buffer.byteLength(password) > passwordBytesMax) {
      throw new ApiError(
        GrpcCode.unknown,
        `bcrypt: password length exceeds ${passwordBytesMax} bytes`,
      );
    }
    const id = this.#nextId();
    return String(await this.#ask({ id, kind: 'hash', password, cost: this.#cost }));
  }

  /** Whether `hash` was made of this password. @throws ApiError */
  async isRight(password: string, hash: string): Promise<boolean> {
    if (hash === '' || Buffer.byteLength(password) > passwordBytesMax) return false;
    const digest = createHmac('sha256', this.#key).update(password).digest();
    const remembered = this.#right.get(hash);
    if (remembered !== undefined && timingSafeEqual(remembered, digest)) return true;
    const id = this.#nextId();
    if ((await this.#ask({ id, kind: 'compare', password, hash })) !== true) return false;
    const [oldest] = this.#right.keys();
    if (oldest !== undefined && this.#right.size >= rememberedMax) this.#right.delete(oldest);
    this.#right.set(hash, digest);
    return true;
  }

  async close(): Promise<void> {
    const thread = this.#thread;
    this.#ended(new ApiError(etcdErrors.stopped.code, etcdErrors.stopped.message));
    await thread?.terminate();
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #ask(task: PasswordTask): Promise<string | boolean> {
    if (this.#waiting.size >= waitingMax) throw ApiError.of(etcdErrors.tooManyRequests);
    const thread = (this.#thread ??= this.#start());
    return new Promise((resolve, reject) => {
      this.#waiting.set(task.id, { resolve, reject });
      thread.ref();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
      thread.postMessage(task);
    });
  }

  #start(): Worker {
    const file = new URL('./password-thread-main.ts', import.meta.url);
    const thread = new Worker(file, { name: 'passwords' });
    thread.on('message', ({ id, result }: PasswordAnswer) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      // The process is held only while somebody waits.
      if (this.#waiting.size === 0) thread.unref();
      waiting?.resolve(result);
    });
    thread.once('error', (error) => {
      if (this.#thread === thread) this.#ended(error as Error);
    });
    return thread;
  }

  /** The next one to ask starts another thread. */
  #ended(error: Error): void {
    this.#thread = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }
}
