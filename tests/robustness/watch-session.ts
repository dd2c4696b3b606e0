// One watch, from its request to its end, written down response by response.
import type { WatchRequest, WatchResponse, WatchSession } from '@cairn/history';
import { RpcError } from '../kit/index.ts';
import type { ClusterMember, Received, Sent } from '../kit/index.ts';
import type { Recording } from './recorder.ts';
import { number, toWatchEvent } from './requests.ts';

/** A quiet watch is asked for its progress this often. */
const pollMs = 100;

export interface WatchSessionOptions {
  readonly recording: Recording;
  readonly name: string;
  readonly member: ClusterMember;
  readonly request: WatchRequest;
  /** Asked after every response, with the last one, and now and then while none comes. */
  readonly isOver: (last: WatchResponse | undefined) => boolean;
  readonly timeoutMs: number;
}

/** Watches until it is over, cancelled or broken; what was seen is in the recording then. */
export async function recordWatch(options: WatchSessionOptions): Promise<WatchSession> {
  const { recording, name, member, request } = options;
  const responses: WatchResponse[] = [];
  const id = recording.nextId();
  const openedAt = recording.now();
  try {
    await receive(options, responses, openedAt + options.timeoutMs);
  } catch (error) {
    recording.count(error);
    if (!(error instanceof RpcError)) throw error;
  }
  const session: WatchSession = {
    id,
    client: name,
    member: member.name,
    openedAt,
    closedAt: recording.now(),
    request,
    responses,
  };
  recording.watches.push(session);
  return session;
}

async function receive(
  { recording, member, request, isOver }: WatchSessionOptions,
  responses: WatchResponse[],
  endsAt: number,
): Promise<void> {
  using client = member.connect();
  using stream = client.openStream('Watch');
  stream.send(createMessage(request));
  while (!isOver(responses.at(-1)) && recording.now() < endsAt) {
    const message = await stream.poll(pollMs);
    if (message === undefined) {
      // Progress that is asked for is about the whole stream; this one has a single watch.
      stream.send({ progress_request: {} });
      continue;
    }
    const response = toResponse(message, recording.now());
    responses.push(response);
    if (response.kind === 'canceled') return;
  }
}

function createMessage(request: WatchRequest): Sent<'Watch'> {
  // 0 and 1 are NOPUT and NODELETE.
  const filters = [...(request.noPut ? [0] : []), ...(request.noDelete ? [1] : [])];
  return {
    create_request: {
      key: request.key,
      range_end: request.rangeEnd,
      start_revision: request.startRevision,
      prev_kv: request.prevKv,
      progress_notify: request.progressNotify,
      fragment: request.fragment,
      filters,
    },
  };
}

function toResponse(message: Received<'Watch'>, time: number): WatchResponse {
  const revision = number(message.header?.revision);
  if (message.canceled) {
    const compactRevision = number(message.compact_revision);
    return { kind: 'canceled', time, revision, compactRevision, reason: message.cancel_reason };
  }
  if (message.created) return { kind: 'created', time, revision };
  if (message.events.length === 0) return { kind: 'progress', time, revision };
  const events = message.events.map(toWatchEvent);
  return { kind: 'events', time, revision, events, fragment: message.fragment };
}
