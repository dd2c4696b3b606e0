// The words that cases are written in. They only build data; nothing here runs.
import { MissingAnswer, Reference } from './case.ts';
import type { Case, Change, HttpStep, Request, SavedAnswers, Step, StreamMessage } from './case.ts';
import type { StreamRpcs, UnaryRpcs } from '../kit/index.ts';

/** The range end that, with the key `\0`, means every key. */
export const everything = '\0';

export function sentence(name: string, ...steps: readonly Step[]): Case {
  return { name, steps };
}

/** Cases that only etcds with a change of these releases are asked. */
export function since(releases: readonly string[], cases: readonly Case[]): readonly Case[] {
  return cases.map((each) => ({ ...each, since: releases }));
}

export function call<Name extends keyof UnaryRpcs>(
  rpc: Name,
  request: Request<Name>,
  metadata?: Readonly<Record<string, string>>,
): Step {
  return { kind: 'call', rpc, request, ...(metadata === undefined ? {} : { metadata }) };
}

export function put(key: string, value: string, more: Request<'Put'> = {}): Step {
  return call('Put', { key, value, ...more });
}

export function get(key: string, more: Request<'Range'> = {}): Step {
  return call('Range', { key, ...more });
}

/** Every key from `key` on that is below `rangeEnd`. */
export function range(key: string, rangeEnd: string, more: Request<'Range'> = {}): Step {
  return call('Range', { key, range_end: rangeEnd, ...more });
}

/** The same by `RangeStream`. */
export function rangeStream(key: string, rangeEnd: string, more: Request<'Range'> = {}): Step {
  return { kind: 'rangeStream', request: { key, range_end: rangeEnd, ...more } };
}

export function remove(key: string, more: Request<'DeleteRange'> = {}): Step {
  return call('DeleteRange', { key, ...more });
}

export function txn(request: Request<'Txn'>): Step {
  return call('Txn', request);
}

export function compact(revision: Revision, more: Request<'Compact'> = {}): Step {
  return call('Compact', { revision, ...more });
}

export function grant(id: bigint, ttlSeconds: number): Step {
  return call('LeaseGrant', { ID: id, TTL: ttlSeconds });
}

export function raw(path: string, message: Uint8Array): Step {
  return { kind: 'raw', path, message, codeOnly: false };
}

/** As {@link raw}, where the error text is the gRPC library's and not etcd's. */
export function rawCodeOnly(path: string, message: Uint8Array): Step {
  return { kind: 'raw', path, message, codeOnly: true };
}

export function http(
  method: string,
  path: string,
  options: Pick<HttpStep, 'body' | 'without'> = {},
): Step {
  return { kind: 'http', method, path, ...options };
}

export function send<Name extends keyof StreamRpcs>(
  stream: string,
  rpc: Name,
  message: StreamMessage<Name>,
  metadata?: Readonly<Record<string, string>>,
): Step {
  return { kind: 'send', stream, rpc, message, ...(metadata === undefined ? {} : { metadata }) };
}

type WatchCreate = NonNullable<StreamMessage<'Watch'>['create_request']>;

/** Creates a watcher on the stream `w`, or another one. */
export function watch(create: WatchCreate, stream = 'w'): Step {
  return send(stream, 'Watch', { create_request: create });
}

export function cancelWatch(watchId: number, stream = 'w'): Step {
  return send(stream, 'Watch', { cancel_request: { watch_id: watchId } });
}

export function receive(count = 1, stream = 'w'): Step {
  return { kind: 'receive', stream, count };
}

export function events(count: number, stream = 'w'): Step {
  return { kind: 'events', stream, count };
}

export function halfClose(stream = 'w'): Step {
  return { kind: 'halfClose', stream };
}

export function ended(stream = 'w'): Step {
  return { kind: 'ended', stream };
}

/** Gives the answer of a call a name for references. */
export function as(name: string, step: Step): Step {
  if (step.kind !== 'call') throw new Error('only the answer of a call can be named');
  return { ...step, as: name };
}

/** Makes a call, or opens a stream, as the user that the answer named so has authenticated. */
export function by(login: string, step: Step): Step {
  if (step.kind !== 'call' && step.kind !== 'send' && step.kind !== 'rangeStream') {
    throw new Error('only calls carry tokens');
  }
  return { ...step, token: login };
}

/** Says how newer releases answer this step; see {@link Change}. */
export function changed(change: Change, step: Step): Step {
  return { ...step, change };
}

/** A step that older releases are not asked; `expected` is then the whole truth. */
export function notBefore(
  since: readonly string[],
  reference: string,
  expected: Change['expected'],
  step: Step,
): Step {
  return changed({ since, reference, expected, notAskedBefore: true }, step);
}

/** A gRPC error as the runner records it. */
export function failure(code: number, details: string): unknown {
  return { error: { code, details } };
}

export type Revision = number | Reference;

/** The header revision that the answer named `name` carried, plus `offset`. */
export function revisionOf(name: string, offset = 0): Reference {
  return new Reference((answers) => savedRevision(answers, name) + offset);
}

/** The lease id in the answer named `name`. */
export function leaseOf(name: string): Reference {
  return new Reference((answers) => BigInt((saved(answers, name) as { ID: number | string }).ID));
}

/** The header of the answer named `name`, as the runner masks it, at another revision. */
export function headerOf(answers: SavedAnswers, name: string, offset = 0): unknown {
  const { header } = saved(answers, name) as { header: object };
  return { ...header, raft_term: 'positive', revision: savedRevision(answers, name) + offset };
}

export function savedRevision(answers: SavedAnswers, name: string): number {
  return (saved(answers, name) as { header: { revision: number } }).header.revision;
}

function saved(answers: SavedAnswers, name: string): unknown {
  const answer = answers.get(name);
  if (answer === undefined) throw new MissingAnswer(name);
  return answer;
}
