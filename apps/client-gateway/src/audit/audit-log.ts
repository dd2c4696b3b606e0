// Who did what, line by line, in a file. Lines are put together while the last ones are being written, so that
// there is one write for all that was answered meanwhile, and no call waits for the disk.
//
// A disk can fail under it, and then there are two opinions. Whoever must be able to show what was done would
// rather not do it: requests are refused before they go anywhere. Whoever must not stop goes on, and what
// is missing is counted. In both cases the lines that were under way are kept and written again when there is
// room; nobody can tell how much of them the disk took, so a line may be there in part, or twice.
//
// Every line has the next number: one that is missing was lost.
import type { Logger } from '@cairn/telemetry';
import { auditBufferBytesMax, auditRetryMs } from '../limits.ts';
import { encodeRecord } from './audit-record.ts';
import type { AuditRecord } from './audit-record.ts';

/** A file that is appended to. */
export interface AuditFile {
  /** Resolves when the system has all of it; after a rejection the file is not used any more. */
  append(bytes: Uint8Array): Promise<void>;
  /** Never rejects. */
  close(): Promise<void>;
}

export interface AuditLogOptions {
  readonly openFile: () => Promise<AuditFile>;
  readonly onFullDisk: 'refuse' | 'continue';
  readonly logger: Pick<Logger, 'error' | 'warn'>;
  readonly unixMs: () => number;
}

export interface AuditCounts {
  /** Lines that the system has taken. */
  written: number;
  /** Lines for which there was no room. */
  dropped: number;
  /** Requests that were refused because they could not be recorded. */
  refused: number;
}

export class AuditLog {
  readonly counts: AuditCounts = { written: 0, dropped: 0, refused: 0 };
  readonly #options: AuditLogOptions;
  readonly #flushNow = (): void => void this.#flush();
  /** Undefined = to be opened again. */
  #file: AuditFile | undefined;
  #hasFailed = false;
  /** What the log itself says of lines and requests that are not in it. */
  #told: Pick<AuditCounts, 'dropped' | 'refused'> = { dropped: 0, refused: 0 };
  #retry: NodeJS.Timeout | undefined;
  #sequence = 0;
  #lines: string[] = [];
  /** Taken from the lines, and not known to be written. */
  #underWay: readonly string[] = [];
  /** Of both. */
  #bytes = 0;
  #flushing: Promise<void> | undefined;

  private constructor(options: AuditLogOptions, file: AuditFile) {
    this.#options = options;
    this.#file = file;
  }

  /** @throws Error when the file cannot be opened now */
  static async open(options: AuditLogOptions): Promise<AuditLog> {
    const log = new AuditLog(options, await options.openFile());
    log.write({ event: 'start', unixMs: options.unixMs() });
    return log;
  }

  get isWritable(): boolean {
    return !this.#hasFailed;
  }

  /** Nothing may be done now, because it could not be recorded. */
  get isRefusing(): boolean {
    if (this.#options.onFullDisk !== 'refuse') return false;
    return this.#hasFailed || this.#bytes > auditBufferBytesMax / 2;
  }

  /** A request was refused for that reason. */
  refused(): void {
    this.counts.refused += 1;
  }

  write(record: AuditRecord): void {
    this.#sequence += 1;
    const line = encodeRecord(this.#sequence, record);
    // All of it is ASCII: a character is a byte.
    if (this.#bytes + line.length > auditBufferBytesMax) {
      this.counts.dropped += 1;
      return;
    }
    this.#lines.push(line);
    this.#bytes += line.length;
    if (this.#lines.length === 1) this.#scheduleFlush();
  }

  /** Writes what there is, once; what the disk does not take then is lost. */
  async close(): Promise<void> {
    this.write({ event: 'stop', unixMs: this.#options.unixMs() });
    await this.#flushing;
    await this.#flush();
    clearTimeout(this.#retry);
    if (this.#hasFailed) {
      const lost = this.#underWay.length + this.#lines.length;
      this.#options.logger.error({ lost }, 'the last audit records could not be written');
    }
    await this.#file?.close();
  }

  #scheduleFlush(): void {
    if (this.#flushing === undefined && !this.#hasFailed) setImmediate(this.#flushNow);
  }

  #flush(): Promise<void> {
    this.#flushing ??= this.#writeAll().finally(() => {
      this.#flushing = undefined;
      if (this.#lines.length > 0) this.#scheduleFlush();
    });
    return this.#flushing;
  }

  async #writeAll(): Promise<void> {
    while (this.#takeLines()) {
      const text = this.#underWay.join('');
      try {
        this.#file ??= await this.#options.openFile();
        await this.#file.append(Buffer.from(text, 'latin1'));
      } catch (error) {
        await this.#failed(error);
        return;
      }
      this.#bytes -= text.length;
      this.counts.written += this.#underWay.length;
      this.#underWay = [];
      this.#works();
    }
  }

  /** False = there is nothing to write. */
  #takeLines(): boolean {
    if (this.#underWay.length === 0) {
      this.#underWay = this.#lines;
      this.#lines = [];
    }
    return this.#underWay.length > 0;
  }

  async #failed(error: unknown): Promise<void> {
    const { onFullDisk, logger } = this.#options;
    const file = this.#file;
    this.#file = undefined;
    this.#retry = setTimeout(this.#flushNow, auditRetryMs).unref();
    if (!this.#hasFailed) {
      logger.error({ err: error, onFullDisk }, 'the audit log cannot be written');
    }
    this.#hasFailed = true;
    await file?.close();
  }

  /** Lines are missing also when the disk was only too slow for them. */
  #works(): void {
    const { dropped, refused } = this.counts;
    if (!this.#hasFailed && dropped === this.#told.dropped) return;
    const counts = { dropped: dropped - this.#told.dropped, refused: refused - this.#told.refused };
    this.#hasFailed = false;
    this.#told = { dropped, refused };
    this.#options.logger.warn(counts, 'the audit log is written again');
    this.write({ event: 'outage', unixMs: this.#options.unixMs(), counts });
  }
}
