import assert from 'node:assert/strict';
import { test } from 'node:test';
import { staticFieldIndex, staticFields, staticNameIndex } from './static-table.ts';

test('the table has the 61 fields of RFC 7541, appendix A', () => {
  assert.equal(staticFields.length, 61);
  // Every tenth, and the neighbours of those that have values.
  const printed: [number, string, string][] = [
    [1, ':authority', ''],
    [8, ':status', '200'],
    [14, ':status', '500'],
    [15, 'accept-charset', ''],
    [16, 'accept-encoding', 'gzip, deflate'],
    [20, 'access-control-allow-origin', ''],
    [30, 'content-range', ''],
    [40, 'if-modified-since', ''],
    [50, 'range', ''],
    [61, 'www-authenticate', ''],
  ];
  for (const [index, name, value] of printed) {
    assert.deepEqual(staticFields[index - 1], [name, value]);
  }
});

test('every field is found under its index, and its name under the first with that name', () => {
  for (const [i, [name, value]] of staticFields.entries()) {
    assert.equal(staticFieldIndex(name, value), i + 1);
    assert.equal(staticNameIndex(name), staticFields.findIndex((field) => field[0] === name) + 1);
  }
});

test('what is not there has no index', () => {
  assert.equal(staticNameIndex('grpc-status'), 0);
  assert.equal(staticFieldIndex('grpc-status', ''), 0);
  assert.equal(staticFieldIndex(':method', 'PUT'), 0);
  assert.equal(staticFieldIndex('www-authenticate', 'x'), 0);
});
