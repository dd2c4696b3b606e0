import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import type { HeaderField } from '../types.ts';
import { DynamicTable, fieldBytes } from './dynamic-table.ts';

test('the ring does what an array does that is shifted and popped', () => {
  const random = new SeededRandom(3);
  const table = new DynamicTable(1000);
  let model: HeaderField[] = [];
  let limitBytes = 1000;
  const trim = (): void => {
    while (model.reduce((bytes, field) => bytes + fieldBytes(field), 0) > limitBytes) model.pop();
  };
  for (let step = 0; step < 5000; step++) {
    const generation = table.generation;
    if (random.nextBelow(20) === 0) {
      limitBytes = random.nextBelow(3) === 0 ? random.nextBelow(100) : random.nextBelow(4000);
      table.resize(limitBytes);
    } else {
      const value = 'v'.repeat(random.nextBelow(random.nextBelow(30) === 0 ? 3000 : 20));
      const field: HeaderField = [`n${random.nextBelow(10)}`, value];
      table.add(field);
      model = [field, ...model];
    }
    trim();
    assert.ok(table.generation > generation);
    assert.equal(table.length, model.length);
    assert.equal(
      table.sizeBytes,
      model.reduce((bytes, field) => bytes + fieldBytes(field), 0),
    );
    assert.ok(table.sizeBytes <= table.limitBytes);
    for (let i = 0; i <= model.length; i++) assert.equal(table.at(i), model[i]);
    const wanted = `n${random.nextBelow(10)}`;
    assert.equal(
      table.findName(wanted),
      model.findIndex(([name]) => name === wanted),
    );
    assert.equal(
      table.findField(wanted, 'vvv'),
      model.findIndex(([name, value]) => name === wanted && value === 'vvv'),
    );
  }
});

test('a field larger than the table leaves it empty', () => {
  const table = new DynamicTable(100);
  table.add(['a', 'b']);
  table.add(['a', 'b'.repeat(67)]);
  assert.equal(table.sizeBytes, 100);
  table.add(['a', 'b'.repeat(68)]);
  assert.deepEqual([table.length, table.sizeBytes], [0, 0]);
});
