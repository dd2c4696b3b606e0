// v3electionpb.Election: whoever is first in the line with a name leads, and the value of its key is
// what it proclaims. A leader is known by its key and the revision that made it: proclaiming and
// resigning compare with both, so nobody acts for a leadership that has ended.
import { ApiError, decodeRequest, etcdErrors } from '@cairn/api';
import { equalBytes } from '@cairn/core';
import type { CallInfo, UnaryHandler } from '@cairn/edge';
import { fromBigInt, v3electionpb } from '@cairn/proto';
import { answerCall } from '../coordination/answer-call.ts';
import { OwnRequests } from '../coordination/own-requests.ts';
import { WaitingLine, wasCreatedAt } from '../coordination/waiting-line.ts';
import type { Header, Place, RecipeTools } from '../coordination/waiting-line.ts';
import type { GatewayService } from '../services/gateway-service.ts';
import { observeLeaders } from './observe.ts';

const { CampaignRequest, CampaignResponse, LeaderRequest, LeaderResponse } = v3electionpb;
const { ProclaimRequest, ProclaimResponse, ResignRequest, ResignResponse } = v3electionpb;

type LeaderKey = v3electionpb.LeaderKey.$Properties;
type Method = (tools: RecipeTools, request: Uint8Array, call: CallInfo) => Promise<Uint8Array>;

export function electionService(tools: RecipeTools): GatewayService {
  const serve = (method: Method): UnaryHandler => {
    return (request, call) => answerCall(call, () => method(tools, request, call));
  };
  return {
    name: 'v3electionpb.Election',
    unary: {
      Campaign: serve(campaign),
      Proclaim: serve(proclaim),
      Leader: serve(leader),
      Resign: serve(resign),
    },
    stream: {
      Observe: { kind: 'server_stream', handle: (call) => observeLeaders(tools, call) },
    },
  };
}

async function campaign(
  tools: RecipeTools,
  request: Uint8Array,
  call: CallInfo,
): Promise<Uint8Array> {
  const { name, lease, value } = decodeRequest(CampaignRequest, request);
  const line = new WaitingLine(tools, call, name);
  const leaseId = await line.requests.leaseOrNew(lease);
  const place = await line.join(leaseId, value);
  const won = { name, key: place.key, rev: place.revision, lease: fromBigInt(leaseId, 'signed') };
  if (place.foundValue !== undefined && !equalBytes(place.foundValue, value)) {
    await proclaimOrLeave(line, place, won, value);
  }
  // etcd tells it that it leads even if its key went with its lease while it waited.
  if ((await line.reachFront(place)) === undefined) throw ApiError.of(etcdErrors.electionNotLeader);
  return CampaignResponse.encode({ header: place.header, leader: won }).finish();
}

async function proclaimOrLeave(
  line: WaitingLine,
  place: Place,
  won: LeaderKey,
  value: Uint8Array,
): Promise<void> {
  try {
    await proclaimAs(line.requests, won, value);
  } catch (error) {
    await line.leave(place);
    throw error;
  }
}

async function proclaim(
  { link }: RecipeTools,
  request: Uint8Array,
  call: CallInfo,
): Promise<Uint8Array> {
  const { leader: key, value } = decodeRequest(ProclaimRequest, request);
  const header = await proclaimAs(new OwnRequests(link, call), required(key), value);
  return ProclaimResponse.encode({ header }).finish();
}

/** @throws ApiError when the leadership is over. */
async function proclaimAs(
  requests: OwnRequests,
  { key, rev, lease }: LeaderKey,
  value: Uint8Array,
): Promise<Header> {
  const leaseId = await requests.leaseOrNew(lease ?? 0);
  const leaderKey = key ?? new Uint8Array(0);
  const { header, succeeded } = await requests.txn({
    compare: [wasCreatedAt(leaderKey, rev ?? 0)],
    success: [{ request_put: { key: leaderKey, value, lease: fromBigInt(leaseId, 'signed') } }],
  });
  if (!succeeded) throw ApiError.of(etcdErrors.electionNotLeader);
  return header ?? {};
}

async function leader(
  tools: RecipeTools,
  request: Uint8Array,
  call: CallInfo,
): Promise<Uint8Array> {
  const { name } = decodeRequest(LeaderRequest, request);
  const { header, record } = await new WaitingLine(tools, call, name).first();
  if (record === undefined) throw ApiError.of(etcdErrors.electionNoLeader);
  return LeaderResponse.encode({ header, kv: record }).finish();
}

/** Resigning from what is over already is not an error. */
async function resign(
  { link }: RecipeTools,
  request: Uint8Array,
  call: CallInfo,
): Promise<Uint8Array> {
  const { key, rev } = required(decodeRequest(ResignRequest, request).leader);
  const leaderKey = key ?? new Uint8Array(0);
  const { header } = await new OwnRequests(link, call).txn({
    compare: [wasCreatedAt(leaderKey, rev ?? 0)],
    success: [{ request_delete_range: { key: leaderKey } }],
  });
  return ResignResponse.encode({ header: header ?? null }).finish();
}

/** @throws ApiError */
function required(key: LeaderKey | null | undefined): LeaderKey {
  if (key === null || key === undefined) throw ApiError.of(etcdErrors.electionLeaderRequired);
  return key;
}
