// Which fields of requests a set of cases fills in. A field that no case sets is a field that could be
// accepted and ignored without anybody noticing.
import { schema } from '@cairn/proto';
import { Reference } from './case.ts';
import type { Case, Step } from './case.ts';
import { streamRpcs, unaryRpcs } from '../kit/index.ts';

/** A field, or a value of an enum field: `etcdserverpb.RangeRequest.limit`, `….sort_order=2`. */
export type FieldName = string;

/** Every field that some request of etcd's services has, and every value but the default of its enums. */
export function requestFields(): ReadonlySet<FieldName> {
  const names = new Set<FieldName>();
  const visited = new Set<string>();
  const visit = (message: string): void => {
    if (visited.has(message)) return;
    visited.add(message);
    for (const field of schema.messages[message] ?? []) {
      const name = `${message}.${field.name}`;
      if (field.type === 'enum') {
        const values = Object.values(schema.enums[field.of] ?? {});
        for (const value of values) if (value !== 0) names.add(`${name}=${value}`);
      } else {
        names.add(name);
        if (field.type === 'message') visit(field.of);
      }
    }
  };
  for (const { request } of Object.values(schema.methods)) visit(request);
  return names;
}

/** What the steps of the cases set. */
export function fieldsSetBy(cases: readonly Case[]): ReadonlySet<FieldName> {
  const names = new Set<FieldName>();
  for (const step of cases.flatMap(({ steps }) => steps)) {
    const asked = askedBy(step);
    if (asked !== undefined) collect(asked.message, asked.request, names);
  }
  return names;
}

function askedBy(step: Step): { readonly message: string; readonly request: unknown } | undefined {
  if (step.kind === 'call') return asked(unaryRpcs[step.rpc].path, step.request);
  if (step.kind === 'send') return asked(streamRpcs[step.rpc].path, step.message);
  if (step.kind === 'rangeStream') return asked(streamRpcs.RangeStream.path, step.request);
  return undefined;
}

function asked(
  path: string,
  request: unknown,
): { readonly message: string; readonly request: unknown } | undefined {
  const method = schema.methods[path];
  return method === undefined ? undefined : { message: method.request, request };
}

function collect(message: string, request: unknown, names: Set<FieldName>): void {
  const given = request as Readonly<Record<string, unknown>>;
  for (const field of schema.messages[message] ?? []) {
    const value = given[field.name];
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const each of values) {
      if (!isSet(each, field.oneof !== undefined)) continue;
      const name = `${message}.${field.name}`;
      names.add(field.type === 'enum' ? `${name}=${String(each)}` : name);
      if (field.type === 'message') collect(field.of, each, names);
    }
  }
}

/** A member of a oneof is there with its default value too. */
function isSet(value: unknown, isInOneof: boolean): boolean {
  if (value === undefined || value === null) return false;
  if (value instanceof Reference || isInOneof) return true;
  if (value instanceof Uint8Array) return value.length > 0;
  return value !== '' && value !== false && Number(value) !== 0;
}
