// What of this program runs in a world without sockets and files: the parts that the simulator puts
// together in its own way. Nothing else may import an app.
export { EventFeed } from './events/event-feed.ts';
export { backfill, follow } from './events/event-services.ts';
export { LeaseFeed } from './lease-feed/lease-feed.ts';
export { Quota } from './quota/quota.ts';
export { nodeDefinition } from './submit/node-definition.ts';
export { FreePieces } from './submit/pieces.ts';
export { SubmitService } from './submit/submit-service.ts';
export { Turns } from './turns.ts';
