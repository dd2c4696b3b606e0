// A node:test reporter that writes one JSON line per skipped test, so that the end of a run can name
// each of them with its reason; the spec reporter shows them only among everything else.
import type { TestEvent } from 'node:test/reporters';
import { relative } from 'node:path';
import { root } from './steps.ts';

export interface SkippedTest {
  readonly name: string;
  readonly file: string;
  readonly reason: string;
}

export default async function* reportSkips(
  events: AsyncIterable<TestEvent>,
): AsyncGenerator<string, void> {
  for await (const event of events) {
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue;
    const { name, file, skip } = event.data;
    if (skip === undefined || skip === false) continue;
    const skipped: SkippedTest = {
      name,
      file: file === undefined ? '' : relative(root, file),
      reason: typeof skip === 'string' && skip !== '' ? skip : 'no reason given',
    };
    yield `${JSON.stringify(skipped)}\n`;
  }
}
