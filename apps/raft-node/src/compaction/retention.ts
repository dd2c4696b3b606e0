import { parseDurationMs } from '@cairn/config';

/** What `--auto-compaction-mode` and `--auto-compaction-retention` say together. */
export type Retention =
  | { readonly kind: 'off' }
  | { readonly kind: 'periodic'; readonly periodMs: number }
  | { readonly kind: 'revision'; readonly revisions: number };

const hourMs = 3_600_000;

/** A plain number means hours in periodic mode, as in etcd. undefined = it says nothing of sense. */
export function parseRetention(mode: 'periodic' | 'revision', text: string): Retention | undefined {
  const isWhole = /^\d+$/.test(text);
  if (mode === 'revision') {
    const revisions = Number(text);
    if (!isWhole || !Number.isSafeInteger(revisions)) return undefined;
    return revisions === 0 ? { kind: 'off' } : { kind: 'revision', revisions };
  }
  const periodMs = isWhole ? Number(text) * hourMs : parseDurationMs(text);
  if (periodMs === undefined || !Number.isSafeInteger(periodMs)) return undefined;
  return periodMs === 0 ? { kind: 'off' } : { kind: 'periodic', periodMs };
}
