// LeaseGrant and LeaseRevoke are the raft-node's, but what they did to a lease has to be known here
// before the client that asked can ask the lease-keeper about it; see RevokedLeases.
import type { UnaryHandler } from '@cairn/edge';
import { etcdserverpb, toSignedBigInt } from '@cairn/proto';
import { nodeMethod } from '../node/methods.ts';
import type { NodeLink } from '../node/node-link.ts';
import type { KeeperLink } from './keeper-link.ts';

type Link = Pick<NodeLink, 'submit'>;

export function grantLease(link: Link, keeper: Pick<KeeperLink, 'granted'>): UnaryHandler {
  return (request, call) => {
    const sink = {
      fail: (code: number, message: string) => call.fail(code, message),
      respond: (message: Uint8Array) => {
        const { ID } = etcdserverpb.LeaseGrantResponse.decode(message);
        keeper.granted(toSignedBigInt(ID));
        call.respond(message);
      },
    };
    link.submit(nodeMethod.leaseGrant, request, call.deadlineMs, sink, call);
  };
}

export function revokeLease(link: Link, keeper: Pick<KeeperLink, 'revoked'>): UnaryHandler {
  return (request, call) => {
    const sink = {
      fail: (code: number, message: string) => call.fail(code, message),
      respond: (message: Uint8Array) => {
        // The node has understood it, so it can be decoded.
        const { ID } = etcdserverpb.LeaseRevokeRequest.decode(request);
        keeper.revoked(toSignedBigInt(ID));
        call.respond(message);
      },
    };
    link.submit(nodeMethod.leaseRevoke, request, call.deadlineMs, sink, call);
  };
}
