// What each comparison with etcd is about, in one form for the cases of the runner and the requests over plain
// HTTP. `docs/compatibility.md` is made from it, one row for each surface, so a row cannot claim what
// nothing compares.
import type { Case, Step, Subject } from './case.ts';
import { jsonRefusals } from './cases/json-methods.ts';
import { jsonSessions } from './cases/json-sessions.ts';
import { nameOfAsk, nameOfRefusals } from './json-ask.ts';
import type { JsonAsk } from './json-ask.ts';
import { gapOf } from './known-gaps.ts';
import { streamRpcs, unaryRpcs } from '../kit/index.ts';

/** Something that users of etcd call: a gRPC method by its path, or an HTTP method and path. */
export type Surface = `rpc ${string}` | `http ${string}`;

/** One comparison that a test makes. */
export interface ComparedCase {
  /** The name of the test, without that of its suite. */
  readonly name: string;
  /** `suite: name`; unique. */
  readonly title: string;
  readonly covers: readonly Surface[];
  /** Those of them that an older etcd answers otherwise, which the case says. */
  readonly changed: readonly Surface[];
  /** How Cairn differs from etcd here, and why; undefined where it does not. */
  readonly gap?: string | undefined;
  /** See {@link Case.note}. */
  readonly note?: { readonly about: Surface; readonly text: string } | undefined;
}

/** What the cases of a suite cover follows from their steps. */
export function comparedCases(about: Subject, cases: readonly Case[]): readonly ComparedCase[] {
  return cases.map(({ name, steps, note }) => ({
    name,
    title: `${about}: ${name}`,
    covers: surfacesOf(steps, steps),
    changed: surfacesOf(
      steps.filter(({ change }) => change !== undefined),
      steps,
    ),
    gap: gapOf(about, name),
    note: note && { about: rpc(unaryRpcs[note.about].path), text: note.text },
  }));
}

function surfacesOf(some: readonly Step[], all: readonly Step[]): readonly Surface[] {
  return [...new Set(some.flatMap((step) => surfaceOf(step, all) ?? []))];
}

/** The one that the step asks something of, or hears from. */
function surfaceOf(step: Step, all: readonly Step[]): Surface | undefined {
  switch (step.kind) {
    case 'call':
      return rpc(unaryRpcs[step.rpc].path);
    case 'send':
      return rpc(streamRpcs[step.rpc].path);
    case 'rangeStream':
      return rpc(streamRpcs.RangeStream.path);
    case 'raw':
      return rpc(step.path);
    case 'http':
      return http(step.method, step.path);
    case 'receive':
    case 'events':
    case 'halfClose':
    case 'ended': {
      const opened = all.find((each) => each.kind === 'send' && each.stream === step.stream);
      return opened?.kind === 'send' ? rpc(streamRpcs[opened.rpc].path) : undefined;
    }
  }
}

/** What the requests over plain HTTP cover, one test for each of the sessions and one for each path. */
export function comparedAsks(): readonly ComparedCase[] {
  const sessions = Object.entries(jsonSessions).flatMap(([session, asks]) =>
    asks.map((ask, index) => comparedAsk(nameOfAsk(session, index, ask), [ask])),
  );
  const refusals = Object.entries(jsonRefusals).map(([path, asks]) =>
    comparedAsk(nameOfRefusals(path), asks),
  );
  return [...sessions, ...refusals];
}

function comparedAsk(name: string, asks: readonly JsonAsk[]): ComparedCase {
  const covers = asks.map(({ method = 'GET', path }) => http(method, path));
  return { name, title: `json: ${name}`, covers: [...new Set(covers)], changed: [] };
}

function rpc(path: string): Surface {
  return `rpc ${path}`;
}

/** Of a path with a query, the path. */
function http(method: string, path: string): Surface {
  return `http ${method} ${path.replace(/\?.*/, '')}`;
}
