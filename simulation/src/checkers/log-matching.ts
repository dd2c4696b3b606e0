// Raft: an index and a term name one entry, and one entry before it. By induction: logs that agree at one
// place agree everywhere before it.
import { equalBytes } from '@cairn/core';
import type { Term } from '@cairn/core';
import { termAt } from './log-image.ts';
import type { LogImage, LoggedEntry } from './log-image.ts';
import { holds } from './violation.ts';

interface Appended {
  readonly entry: LoggedEntry;
  readonly previousTerm: Term | undefined;
}

export class LogMatching {
  readonly #appended = new Map<string, Appended>();

  /** Whoever had these entries is gone: see survivor.ts. */
  forget(): void {
    this.#appended.clear();
  }

  /** @param image the log before these were written */
  observeAppended(image: LogImage, entries: readonly LoggedEntry[]): void {
    let previousTerm = entries[0] === undefined ? undefined : termAt(image, entries[0].index - 1);
    for (const entry of entries) {
      this.#observe(entry, previousTerm);
      previousTerm = entry.term;
    }
  }

  #observe(entry: LoggedEntry, previousTerm: Term | undefined): void {
    const key = `${entry.index}/${entry.term}`;
    const known = this.#appended.get(key);
    if (known === undefined) {
      this.#appended.set(key, { entry, previousTerm });
      return;
    }
    holds('log matching', equalEntries(known.entry, entry), () => `two entries are called ${key}`);
    const agrees =
      known.previousTerm === undefined ||
      previousTerm === undefined ||
      known.previousTerm === previousTerm;
    holds('log matching', agrees, () => {
      return `before ${key} stands an entry of term ${known.previousTerm} and one of ${previousTerm}`;
    });
  }
}

export function equalEntries(a: LoggedEntry, b: LoggedEntry): boolean {
  return a === b || (a.term === b.term && a.type === b.type && equalBytes(a.data, b.data));
}
