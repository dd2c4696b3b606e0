import { BusConnection } from './connection.ts';
import { eventsSubject } from './subject.ts';
import type { EventSubscriber, SubscriberOptions } from './types.ts';

/**
 * Returns at once; connects in the background, for ever. Messages are handed over as they are
 * parsed, so nothing queues up here: a process too slow to read is cut off by the server as a slow
 * consumer, connects again and finds the gap. @throws Error when the URL makes no sense.
 */
export function connectSubscriber(options: SubscriberOptions): EventSubscriber {
  const subject = eventsSubject(options.clusterId);
  return new BusConnection(options, (connection) => {
    connection.subscribe(subject, {
      callback: (error, message) => {
        // A subscription error (permissions) ends the connection's use; the status tells the rest.
        if (error === null) options.onMessage(message.data);
        else void connection.close();
      },
    });
  });
}
