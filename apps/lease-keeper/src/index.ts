// What of this program runs in a world without sockets: the parts that the simulator puts together in
// its own way. Nothing else may import an app.
export { KeepAliveService } from './keep-alive-service.ts';
export { Keeper } from './keeper.ts';
export { limits } from './limits.ts';
export { KeeperMetrics } from './metrics.ts';
