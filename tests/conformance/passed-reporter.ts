// Names of tests that passed, one a line: what `npm run compatibility` may count on.
import type { TestEvent } from 'node:test/reporters';

export default async function* passedNames(
  events: AsyncIterable<TestEvent>,
): AsyncGenerator<string> {
  for await (const event of events) {
    if (event.type === 'test:pass' && event.data.skip === undefined) yield `${event.data.name}\n`;
  }
}
