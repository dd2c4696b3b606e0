// What of this program runs in a world without sockets: the parts that the simulator puts together in
// its own way. Nothing else may import an app.
export { KeeperLink } from './lease/keeper-link.ts';
export { leaseService } from './lease/service.ts';
export { NodeHistory } from './node/history.ts';
export { nodeMethod } from './node/methods.ts';
export type { NodeMethod } from './node/methods.ts';
export { NodeLink } from './node/node-link.ts';
export { RecentEvents } from './watch/recent-events.ts';
export { watchService } from './watch/service.ts';
export { WatchSystem } from './watch/watch-system.ts';
