// What of this program runs in a world without sockets and files: the parts that the simulator puts
// together in its own way. Nothing else may import an app.
export { Departure } from './departure.ts';
export { EventFeed } from './events/event-feed.ts';
export { backfill, follow } from './events/event-services.ts';
export { joinCluster, refuseSecondBeginning } from './join-cluster.ts';
export type { JoinOptions } from './join-cluster.ts';
export { LeaseFeed } from './lease-feed/lease-feed.ts';
export { MemberAttributes } from './member-attributes.ts';
export type { KnownCluster } from './peers/ask-members.ts';
export { messageFields } from './peers/message-codec.ts';
export { messageMistake } from './peers/message-mistake.ts';
export { PeerBatchEncoder } from './peers/peer-batch.ts';
export { PeerService, farewellMs, greetingMistake } from './peers/peer-service.ts';
export { removedText } from './peers/removed-text.ts';
export { Quota } from './quota/quota.ts';
export { SendRate } from './snapshots/send-rate.ts';
export { SnapshotReceiver } from './snapshots/snapshot-receiver.ts';
export type { SnapshotReceiverOptions } from './snapshots/snapshot-receiver.ts';
export { SnapshotSender } from './snapshots/snapshot-sender.ts';
export { Members } from './submit/members.ts';
export type { AskLeader } from './submit/members.ts';
export { nodeDefinition } from './submit/node-definition.ts';
export { failure } from './submit/outcome.ts';
export type { Outcome } from './submit/outcome.ts';
export { FreePieces } from './submit/pieces.ts';
export { SubmitService } from './submit/submit-service.ts';
export type { SubmitOptions } from './submit/submit-service.ts';
export { Turns } from './turns.ts';
