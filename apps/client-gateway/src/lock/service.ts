// v3lockpb.Lock: whoever is first in the line with a name has the lock. The key in the answer is what
// other requests of the holder compare with, and what Unlock deletes.
import { ApiError, decodeRequest, etcdErrors } from '@cairn/api';
import { emptyBytes } from '@cairn/core';
import type { CallInfo } from '@cairn/edge';
import { v3lockpb } from '@cairn/proto';
import { answerCall } from '../coordination/answer-call.ts';
import { OwnRequests } from '../coordination/own-requests.ts';
import { WaitingLine } from '../coordination/waiting-line.ts';
import type { RecipeTools } from '../coordination/waiting-line.ts';
import type { GatewayService } from '../services/gateway-service.ts';

const { LockRequest, LockResponse, UnlockRequest, UnlockResponse } = v3lockpb;

export function lockService(tools: RecipeTools): GatewayService {
  return {
    name: 'v3lockpb.Lock',
    unary: {
      Lock: (request, call) => answerCall(call, () => lock(tools, request, call)),
      Unlock: (request, call) => answerCall(call, () => unlock(tools, request, call)),
    },
    stream: {},
  };
}

async function lock(tools: RecipeTools, request: Uint8Array, call: CallInfo): Promise<Uint8Array> {
  const { name, lease } = decodeRequest(LockRequest, request);
  const line = new WaitingLine(tools, call, name);
  const place = await line.join(await line.requests.leaseOrNew(lease), emptyBytes);
  const header = await line.reachFront(place);
  if (header === undefined) throw ApiError.of(etcdErrors.lockSessionExpired);
  return LockResponse.encode({ header, key: place.key }).finish();
}

/** What is not locked is not an error. */
async function unlock(
  { link }: RecipeTools,
  request: Uint8Array,
  call: CallInfo,
): Promise<Uint8Array> {
  const { key } = decodeRequest(UnlockRequest, request);
  const { header } = await new OwnRequests(link, call).deleteRange({ key });
  return UnlockResponse.encode({ header: header ?? null }).finish();
}
