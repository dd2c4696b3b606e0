// The parts that transactions are written with.
import type { Request, Scripted, Step } from '../case.ts';
import { txn } from '../steps.ts';
import type { Ask, UnaryRpcs } from '../../kit/index.ts';

type Txn = Ask<UnaryRpcs['Txn']>;
export type Compare = Scripted<NonNullable<Txn['compare']>[number]>;
export type Op = Scripted<NonNullable<Txn['success']>[number]>;

export const result = { equal: 0, greater: 1, less: 2, notEqual: 3 } as const;
export const target = { version: 0, create: 1, mod: 2, value: 3, lease: 4 } as const;

export function putOp(key: string, value: string, more: Request<'Put'> = {}): Op {
  return { request_put: { key, value, ...more } };
}

export function rangeOp(key: string, more: Request<'Range'> = {}): Op {
  return { request_range: { key, ...more } };
}

export function deleteOp(key: string, more: Request<'DeleteRange'> = {}): Op {
  return { request_delete_range: { key, ...more } };
}

export function txnOp(request: Request<'Txn'>): Op {
  return { request_txn: request };
}

/** Holds always: no key has a negative version. */
export const always: Compare = {
  key: 'any',
  target: target.version,
  result: result.greater,
  version: -1,
};
export const never: Compare = {
  key: 'any',
  target: target.version,
  result: result.less,
  version: 0,
};

/** A txn that changes nothing and says which branch it took. */
export function decide(...compare: readonly Compare[]): Step {
  return txn({ compare, success: [rangeOp('yes')], failure: [rangeOp('no')] });
}
