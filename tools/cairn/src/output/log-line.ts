// A service's JSON log line as one line for people: `12:34:56.789 raft-node        | INFO text a=1`.

const ownKeys: readonly string[] = ['level', 'time', 'service', 'msg', 'pid', 'hostname', 'err'];

type Fields = Readonly<Record<string, unknown>>;

export interface LineFrame {
  readonly nameWidth: number;
  /** For lines that do not say when they were written. */
  readonly nowIso: string;
}

/** What is no JSON object (nats-server, a crash before the logger exists) is shown as it is. */
export function formatLogLine(name: string, line: string, frame: LineFrame): string {
  const fields = readFields(line);
  const head = name.padEnd(frame.nameWidth);
  if (fields === undefined) return withPrefix(clock(frame.nowIso), head, readable(line));
  const level = textOf(fields['level']).toUpperCase().padEnd(5);
  const rest = Object.entries(fields)
    .filter(([key]) => !ownKeys.includes(key))
    .map(([key, value]) => ` ${key}=${textOf(value)}`)
    .join('');
  const time = clock(typeof fields['time'] === 'string' ? fields['time'] : frame.nowIso);
  const stack = stackOf(fields['err']);
  const text = `${level} ${textOf(fields['msg'] ?? '')}${rest}${stack === '' ? '' : `\n${stack}`}`;
  return text
    .split('\n')
    .map((part) => withPrefix(time, head, part))
    .join('\n');
}

export function formatOwnLine(text: string, frame: LineFrame): string {
  const head = 'cairn'.padEnd(frame.nameWidth);
  return text
    .split('\n')
    .map((line) => withPrefix(clock(frame.nowIso), head, line))
    .join('\n');
}

const natsLevels: Readonly<Record<string, string>> = {
  TRC: 'TRACE',
  DBG: 'DEBUG',
  INF: 'INFO ',
  WRN: 'WARN ',
  ERR: 'ERROR',
  FTL: 'FATAL',
};

/** nats-server writes `[pid] date time [INF] text`; of that, only level and text are news. */
function readable(line: string): string {
  const [, level = '', text] = /^\[\d+\] (?:\S+ \S+ )?\[([A-Z]{3})\] +(.*)$/.exec(line) ?? [];
  return text === undefined ? line : `${natsLevels[level] ?? level} ${text}`;
}

function withPrefix(time: string, head: string, text: string): string {
  return `${time} ${head} | ${text}`;
}

function clock(iso: string): string {
  return /T(\d\d:\d\d:\d\d\.\d{3})/.exec(iso)?.[1] ?? iso;
}

function readFields(line: string): Fields | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Fields;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value) ?? '';
}

function stackOf(err: unknown): string {
  if (typeof err !== 'object' || err === null || !('stack' in err)) return '';
  return textOf(err.stack);
}
