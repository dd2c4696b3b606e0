// What a conformance case is made of. A case is data: a sentence about etcd's behaviour and the
// steps that show it. The runner takes the same steps on Cairn and on a real etcd and compares what
// each of them answered, so a case never says what the answer is.
import type { Ask, StreamRpcs, UnaryRpcs } from '../kit/index.ts';

/** A number that is known only while the case runs, such as "the revision of the second put". */
export class Reference {
  readonly #resolve: (answers: SavedAnswers) => number | bigint;

  constructor(resolve: (answers: SavedAnswers) => number | bigint) {
    this.#resolve = resolve;
  }

  resolve(answers: SavedAnswers): number | bigint {
    return this.#resolve(answers);
  }
}

/** A step refers to an answer that the server did not give: the step before it failed. */
export class MissingAnswer extends Error {
  constructor(name: string) {
    super(`no answer was named ${name}`);
  }
}

/** Decoded answers of the steps that were given a name with `as`. */
export type SavedAnswers = ReadonlyMap<string, unknown>;

/** A request in which numbers may be references. */
export type Scripted<T> = T extends Uint8Array
  ? T
  : T extends number | bigint
    ? T | Reference
    : T extends readonly (infer Element)[]
      ? readonly Scripted<Element>[]
      : T extends object
        ? { readonly [K in keyof T]: Scripted<T[K]> }
        : T;

/** One unary call. */
export interface CallStep {
  readonly kind: 'call';
  readonly rpc: keyof UnaryRpcs;
  readonly request: unknown;
  readonly metadata?: Readonly<Record<string, string>>;
  /** The call carries the token in the answer of this name. */
  readonly token?: string;
  /** Keeps the answer for references under this name. */
  readonly as?: string;
}

/** A unary call of any path with any bytes as its message. */
export interface RawStep {
  readonly kind: 'raw';
  readonly path: string;
  readonly message: Uint8Array;
  /** Only the status code is compared: the text is that of the server's gRPC library. */
  readonly codeOnly: boolean;
}

/** One HTTP/1.1 request to the client port. */
export interface HttpStep {
  readonly kind: 'http';
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  /** A JSON body is compared parsed, without the fields named here. */
  readonly without?: readonly string[];
}

/** Sends on a stream, opening it first when it is new. */
export interface SendStep {
  readonly kind: 'send';
  readonly stream: string;
  readonly rpc: keyof StreamRpcs;
  readonly message: unknown;
  readonly metadata?: Readonly<Record<string, string>>;
  /** A new stream carries the token in the answer of this name. */
  readonly token?: string;
}

/** Takes `count` whole messages from a stream and compares them one by one. */
export interface ReceiveStep {
  readonly kind: 'receive';
  readonly stream: string;
  readonly count: number;
}

/**
 * Takes messages from a watch stream until `count` events came, and compares the events of every
 * watcher in their order: how events are spread over messages is each server's own choice.
 */
export interface EventsStep {
  readonly kind: 'events';
  readonly stream: string;
  readonly count: number;
}

/**
 * A range by `RangeStream`, its messages put together, where the server has it; by `Range` where it does
 * not, which must come to the same.
 */
export interface RangeStreamStep {
  readonly kind: 'rangeStream';
  readonly request: unknown;
  /** The stream carries the token in the answer of this name. */
  readonly token?: string;
}

/** Says that the client sends no more on a stream. */
export interface HalfCloseStep {
  readonly kind: 'halfClose';
  readonly stream: string;
}

/** Waits until the server ends a stream and compares the status. */
export interface EndedStep {
  readonly kind: 'ended';
  readonly stream: string;
}

/** A step whose answer in newer versions of etcd differs from what an older oracle says. */
export interface Change {
  /**
   * The first release of each release line that behaves so, such as `3.5.24` and `3.6.6`; later
   * lines all do.
   */
  readonly since: readonly string[];
  /** Where the behaviour is described. */
  readonly reference: string;
  /** The answer to expect, made from what the older oracle answered. */
  readonly expected: (oracle: unknown, answers: SavedAnswers) => unknown;
  /** The step is not taken on older releases: it stops them with a panic, or leads nowhere. */
  readonly notAskedBefore?: true;
}

export type PlainStep =
  | CallStep
  | RawStep
  | HttpStep
  | RangeStreamStep
  | SendStep
  | ReceiveStep
  | EventsStep
  | HalfCloseStep
  | EndedStep;

export type Step = PlainStep & { readonly change?: Change };

/** What the cases of one suite are about. */
export type Subject =
  | 'range'
  | 'range stream'
  | 'write'
  | 'txn'
  | 'watch'
  | 'lease'
  | 'auth'
  | 'access'
  | 'coordination'
  | 'edge'
  | 'empty messages'
  | 'maintenance'
  | 'members'
  | 'without a quorum';

/** A case's name in the whole of all suites. */
export type CaseTitle = `${Subject}: ${string}`;

export interface Note {
  readonly about: keyof UnaryRpcs;
  readonly text: string;
}

export interface Case {
  /** The sentence that the case protects. */
  readonly name: string;
  /** Asked only of etcds that have a change of these releases: older ones do not know the subject. */
  readonly since?: readonly string[];
  /** Where Cairn differs from some release of etcd though the case passes; for the table of what works. */
  readonly note?: Note;
  readonly steps: readonly Step[];
}

export type Request<Name extends keyof UnaryRpcs> = Scripted<Ask<UnaryRpcs[Name]>>;
export type StreamMessage<Name extends keyof StreamRpcs> = Scripted<Ask<StreamRpcs[Name]>>;
