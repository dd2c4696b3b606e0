// A Watch stream, with a line for each watcher that is created or refused, and for its end. Creates are answered in
// the order they came (watch/watch-session.ts), so the answers say which request they belong to.
import type { StreamCall } from '@cairn/edge';
import { GrpcCode, etcdserverpb, toSignedBigInt } from '@cairn/proto';
import { WireReader } from '../node/wire-reader.ts';
import { answerRevision } from './answer-revision.ts';
import type { AuditedCaller } from './audited-caller.ts';
import { AuditedStreamCall } from './audited-stream-call.ts';
import { auditUnavailable } from './audit-unavailable.ts';
import { factsOfWatch } from './request-facts.ts';
import type { RequestFacts } from './request-facts.ts';

const { WatchRequest, WatchResponse } = etcdserverpb;

const createdTag = 0x18;
const canceledTag = 0x20;
const eventsTag = 0x5a;

export class AuditedWatchCall extends AuditedStreamCall {
  readonly #refuses: () => boolean;
  /** Created and not answered. */
  readonly #creates: RequestFacts[] = [];

  /** @param refuses whether nobody may begin to watch now, because it could not be recorded */
  constructor(call: StreamCall, caller: AuditedCaller, number: number, refuses: () => boolean) {
    super(call, caller, number);
    this.#refuses = refuses;
  }

  protected override received(message: Uint8Array): boolean {
    const create = createIn(message);
    if (create === undefined) return true;
    if (this.#refuses()) {
      this.end(auditUnavailable.code, auditUnavailable.message);
      return false;
    }
    this.#creates.push(create);
    return true;
  }

  protected override sent(message: Uint8Array): void {
    if (!isControl(message)) return;
    const {
      created,
      canceled,
      watch_id: id,
      cancel_reason: reason,
    } = WatchResponse.decode(message);
    if (!created && !canceled) return;
    this.caller.write({
      event: created ? 'watch' : 'unwatch',
      stream: this.number,
      watchId: toSignedBigInt(id),
      request: created ? this.#creates.shift() : undefined,
      outcome: { code: created && canceled ? GrpcCode.canceled : GrpcCode.ok, message: reason },
      revision: answerRevision(message),
    });
  }
}

/** What cannot be read is the service's to answer. */
function createIn(message: Uint8Array): RequestFacts | undefined {
  try {
    const { create_request: create } = WatchRequest.decode(message);
    return create === null || create === undefined ? undefined : factsOfWatch(create);
  } catch {
    return undefined;
  }
}

/** Most messages are events, which stand last: these are told without being decoded. */
function isControl(message: Uint8Array): boolean {
  const reader = new WireReader(message);
  while (!reader.isAtEnd) {
    const tag = reader.varint();
    if (tag === createdTag || tag === canceledTag) return true;
    if (tag === eventsTag) return false;
    reader.skip(tag);
  }
  return false;
}
