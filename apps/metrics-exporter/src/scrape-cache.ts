// At most one round of questions at a time, and none while the last answer is fresh: ten dashboards
// that look at once cost the services as much as one.
import type { ScrapedTarget } from './scrape.ts';

export interface ScrapeCacheSettings {
  readonly scrape: () => Promise<readonly ScrapedTarget[]>;
  readonly freshForMs: number;
  readonly nowMs: () => number;
}

export class ScrapeCache {
  readonly #settings: ScrapeCacheSettings;
  #inFlight: Promise<readonly ScrapedTarget[]> | undefined;
  #last: { readonly atMs: number; readonly scraped: readonly ScrapedTarget[] } | undefined;

  constructor(settings: ScrapeCacheSettings) {
    this.#settings = settings;
  }

  async read(): Promise<readonly ScrapedTarget[]> {
    const { freshForMs, nowMs } = this.#settings;
    if (this.#last !== undefined && nowMs() - this.#last.atMs < freshForMs) {
      return this.#last.scraped;
    }
    this.#inFlight ??= this.#scrape();
    return this.#inFlight;
  }

  async #scrape(): Promise<readonly ScrapedTarget[]> {
    try {
      const scraped = await this.#settings.scrape();
      this.#last = { atMs: this.#settings.nowMs(), scraped };
      return scraped;
    } finally {
      this.#inFlight = undefined;
    }
  }
}
