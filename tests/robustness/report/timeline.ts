// One violation as a drawing: time goes to the right, every client has a line, every operation is a bar
// from its call to its return, and those that break the rule together are red. Faults are bands behind.
// Pointing at a bar shows the whole request and the whole answer.
import type { History, Operation, Violation, WatchResponse, WatchSession } from '@cairn/history';
import type { InjectedFault } from '../run.ts';
import { escapeHtml } from './escape.ts';

const widthPx = 1_160;
const labelPx = 120;
const rowPx = 22;
const barPx = 14;
/** Shown before and after what is marked, at least. */
const marginMs = 250;
/** Of very long marked spans only the end is drawn: that is where the rule broke. */
const spanMsMax = 20_000;
const rowsMax = 40;

interface Span {
  readonly from: number;
  readonly to: number;
}

export function renderTimeline(
  violation: Violation,
  history: History,
  faults: readonly InjectedFault[],
): string {
  const span = spanOf(violation, history);
  const culprits = new Set(violation.operations);
  const operations = history.operations.filter(({ calledAt, returnedAt }) => {
    return calledAt <= span.to && returnedAt >= span.from;
  });
  const watches = history.watches.filter(({ id }) => violation.watches.includes(id));
  const clients = [...new Set(operations.map(({ client }) => client))];
  // The clients that matter first, when not all of them fit.
  const culpritClients = new Set(
    operations.filter(({ id }) => culprits.has(id)).map(({ client }) => client),
  );
  const rows = clients
    .toSorted((a, b) => Number(culpritClients.has(b)) - Number(culpritClients.has(a)))
    .slice(0, rowsMax);
  const heightPx = (rows.length + watches.length + 2) * rowPx;
  const parts = [
    ...faults
      .filter(({ from, to }) => from <= span.to && to >= span.from)
      .map((fault) => faultBand(fault, span, heightPx)),
    ...watches.map((session, index) => watchRow(session, span, index + 1)),
    ...rows.map((client, index) => {
      const own = operations.filter((operation) => operation.client === client);
      return clientRow(client, own, culprits, span, watches.length + index + 1);
    }),
    axis(span, heightPx),
  ];
  return `<svg viewBox="0 0 ${widthPx} ${heightPx}">${parts.join('')}</svg>`;
}

function spanOf({ operations, watches, revision }: Violation, history: History): Span {
  const times = [
    ...history.operations
      .filter(({ id }) => operations.includes(id))
      .flatMap(({ calledAt, returnedAt }) => [calledAt, returnedAt]),
    ...history.watches
      .filter(({ id }) => watches.includes(id))
      .flatMap(({ openedAt, responses }) => momentsOf(responses, revision) ?? openedAt),
  ];
  if (times.length === 0) return { from: 0, to: spanMsMax };
  const to = times.reduce((a, b) => Math.max(a, b)) + marginMs;
  const from = times.reduce((a, b) => Math.min(a, b)) - marginMs;
  return { from: Math.max(0, from, to - spanMsMax), to };
}

/** When a watch was told of the revision that the violation is about. */
function momentsOf(
  responses: readonly WatchResponse[],
  revision: number,
): readonly number[] | undefined {
  const about = responses.filter((response) => {
    if (response.kind !== 'events') return response.revision === revision;
    return response.events.some(({ kv }) => kv.modRevision === revision);
  });
  return about.length === 0 ? undefined : about.map(({ time }) => time);
}

function clientRow(
  client: string,
  operations: readonly Operation[],
  culprits: ReadonlySet<number>,
  span: Span,
  row: number,
): string {
  const bars = operations.map((operation) => {
    const { id, calledAt, returnedAt, outcome } = operation;
    const x = xOf(calledAt, span);
    const width = Math.max(2, xOf(returnedAt, span) - x);
    const kind = culprits.has(id) ? 'culprit' : outcome.kind;
    return bar({ x, width, row, kind, title: describe(operation) });
  });
  const marked = operations.filter(({ id }) => culprits.has(id));
  const notes = marked.map((operation) => note(operation, xOf(operation.calledAt, span), row));
  return `${label(client, row)}${bars.join('')}${notes.join('')}`;
}

/** What a marked bar is, without pointing at it. */
function note({ id, request, outcome }: Operation, x: number, row: number): string {
  const revision = outcome.kind === 'ok' ? ` → revision ${outcome.answer.revision}` : '';
  const text = `${id}: ${request.type}${revision}`;
  return `<text x="${(x + 3).toFixed(1)}" y="${row * rowPx + rowPx - 7}">${escapeHtml(text)}</text>`;
}

function watchRow(session: WatchSession, span: Span, row: number): string {
  const { client, member, openedAt, closedAt, request, responses } = session;
  const x = xOf(openedAt, span);
  const width = Math.max(2, xOf(closedAt, span) - x);
  const title = `watch ${session.id} at ${member}: ${show(request)}`;
  const marks = responses
    .filter(({ time }) => time >= span.from && time <= span.to)
    .map((response) => {
      const kind = response.kind === 'events' ? 'event' : response.kind;
      return bar({ x: xOf(response.time, span), width: 3, row, kind, title: show(response) });
    });
  return `${label(client, row)}${bar({ x, width, row, kind: 'session culprit', title })}${marks.join('')}`;
}

interface Bar {
  readonly x: number;
  readonly width: number;
  readonly row: number;
  readonly kind: string;
  readonly title: string;
}

function bar({ x, width, row, kind, title }: Bar): string {
  const y = row * rowPx + (rowPx - barPx) / 2;
  return (
    `<rect class="${kind}" x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" ` +
    `height="${barPx}"><title>${escapeHtml(title)}</title></rect>`
  );
}

function label(text: string, row: number): string {
  return `<text x="4" y="${row * rowPx + rowPx - 7}">${escapeHtml(text)}</text>`;
}

function faultBand(
  { name, victim, from, to }: InjectedFault,
  span: Span,
  heightPx: number,
): string {
  const x = xOf(from, span);
  const width = Math.max(1, xOf(to, span) - x);
  const title = escapeHtml(`${name}: ${victim}`);
  return (
    `<rect class="fault" x="${x.toFixed(1)}" y="0" width="${width.toFixed(1)}" height="${heightPx}">` +
    `<title>${title}</title></rect><text x="${(x + 4).toFixed(1)}" y="14">${title}</text>`
  );
}

function axis(span: Span, heightPx: number): string {
  const y = heightPx - 6;
  const left = `<text x="${labelPx}" y="${y}">${span.from.toFixed(0)} ms</text>`;
  const right = `<text x="${widthPx - 4}" y="${y}" text-anchor="end">${span.to.toFixed(0)} ms</text>`;
  return left + right;
}

function xOf(time: number, { from, to }: Span): number {
  const within = Math.min(Math.max(time, from), to);
  return labelPx + ((within - from) / (to - from)) * (widthPx - labelPx - 4);
}

function describe({ id, member, calledAt, returnedAt, request, outcome }: Operation): string {
  const times = `${calledAt.toFixed(1)} – ${returnedAt.toFixed(1)} ms`;
  return `operation ${id} at ${member}, ${times}\n${show(request)}\n${show(outcome)}`;
}

function show(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) => {
    return typeof field === 'bigint' ? String(field) : field;
  });
}
