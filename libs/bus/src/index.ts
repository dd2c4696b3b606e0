export { MemoryBus } from './memory-bus.ts';
export type { DeliveryFault } from './memory-bus.ts';
export { connectPublisher } from './publisher.ts';
export { connectSubscriber } from './subscriber.ts';
export { securityOptions } from './security.ts';
export { eventsSubject } from './subject.ts';
export { audienceKnownMs, defaultPayloadBytesMax, pendingBytesMax } from './types.ts';
export type {
  BusOptions,
  BusStatus,
  ConnectPublisher,
  ConnectSubscriber,
  EventPublisher,
  EventSubscriber,
  SubscriberOptions,
} from './types.ts';
