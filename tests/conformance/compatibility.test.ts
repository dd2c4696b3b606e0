import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { compatibilityPage } from './compatibility-page.ts';
import { repositoryRoot } from '../kit/index.ts';

test('docs/compatibility.md is what the comparisons say; "npm run compatibility" writes it anew', () => {
  const page = readFileSync(join(repositoryRoot, 'docs/compatibility.md'), 'utf8');
  assert.equal(page, compatibilityPage());
});
