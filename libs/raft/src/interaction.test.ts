import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { env } from 'node:process';
import { test } from 'node:test';
import { parseScript, playScript } from './interaction/script.ts';
import { Stage } from './interaction/stage.ts';

// REWRITE=1 node --test src/interaction.test.ts: takes what happens now as what should happen. Read the
// difference before committing it.
const isRewriting = env['REWRITE'] === '1';
const folder = join(import.meta.dirname, 'testdata');

const names = readdirSync(folder).filter((file) => file.endsWith('.txt'));

test('the scripts are found', () => {
  assert.ok(names.length >= 59, `only ${names.length} scripts in ${folder}`);
});

for (const name of names) {
  test(`${basename(name, '.txt').replaceAll('-', ' ')} goes as written in ${name}`, () => {
    const path = join(folder, name);
    const expected = readFileSync(path, 'utf8');
    const stage = new Stage();
    const actual = playScript(parseScript(expected), (words) => stage.perform(words));
    if (isRewriting) writeFileSync(path, actual);
    else assert.equal(actual, expected);
  });
}
