import type { UnaryHandler } from '@cairn/edge';
import type { NodeMethod } from '../node/methods.ts';
import type { NodeLink } from '../node/node-link.ts';

/** Hands the request's bytes to the raft-node and its answer's bytes back; neither is decoded here. */
export function forward(link: Pick<NodeLink, 'submit'>, method: NodeMethod): UnaryHandler {
  return (request, call) => link.submit(method, request, call.deadlineMs, call, call);
}
