// A machine that should have joined, started with `--initial-cluster-state=new`: it takes itself and the members for the
// founders of a cluster that does not exist. The token is right, so it means them by their own ids; only the
// id of the cluster is another. Nobody may listen to it, and it must never lead.
import { computeMemberId } from '@cairn/replica';
import type { Member } from '@cairn/replica';
import { LeaseSafety } from '../checkers/lease-safety.ts';
import { SafetyChecks } from '../checkers/safety-checks.ts';
import type { Host } from '../world/host.ts';
import { SafetyViolation } from '../world/world.ts';
import { SimulatedMember } from './member.ts';
import type { MemberSurroundings } from './member.ts';

/** @param token of the cluster that is there */
export function foreignFounder(
  around: MemberSurroundings,
  host: Host,
  token: string,
): SimulatedMember {
  const peerUrls = [`http://${host.name}:2380`];
  const self = founderAt(peerUrls, token);
  const founders = [self, ...around.founders];
  const { world } = around;
  const elsewhere: MemberSurroundings = {
    ...around,
    founders,
    checks: new SafetyChecks(founders),
    leases: new LeaseSafety(),
    bus: undefined,
    transfers: { counts: { begun: 0, resumed: 0, installed: 0 }, onRecord: undefined },
    members: () => founders,
    onElected: () => {
      world.violate(new SafetyViolation('admission', `${host.name} leads a cluster of nobody`));
    },
    onAlone: () => undefined,
  };
  return new SimulatedMember(self, elsewhere, host);
}

function founderAt(peerUrls: readonly string[], token: string): Member {
  const id = computeMemberId(peerUrls, token);
  return { id, name: '', peerUrls, clientUrls: [], isLearner: false };
}
