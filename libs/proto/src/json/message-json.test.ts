import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { etcdserverpb, v3electionpb, v3lockpb } from '../gen/messages.js';
import { schema } from '../gen/schema.ts';
import { fromBigInt } from '../int64.ts';
import { JsonMistake } from './json-mistake.ts';
import { JsonValues, jsonDepthMax } from './json-values.ts';
import { messageJson } from './message-json.ts';
import { methodJson } from './method-json.ts';
import type { FieldSchema } from './schema.ts';

const {
  RangeRequest,
  PutRequest,
  TxnRequest,
  Compare,
  TxnResponse,
  WatchRequest,
  MemberListResponse,
} = etcdserverpb;

function parsed(json: string): unknown {
  return new JsonValues(Buffer.from(json)).next();
}

function encode(name: string, json: string): Uint8Array {
  return messageJson(`etcdserverpb.${name}`).fromJson(parsed(json));
}

function refused(name: string, json: string): string {
  let message = '';
  assert.throws(
    () => encode(name, json),
    (error: Error) => {
      message = error.message;
      return error instanceof JsonMistake;
    },
    `${name} ${json}`,
  );
  return message;
}

function bytes(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text));
}

/** A value that differs from the default, for about half of the fields. */
class RandomMessages {
  readonly #random = new SeededRandom(11);

  message(name: string, depth = 0): Record<string, unknown> {
    const fields: Record<string, unknown> = {};
    const taken = new Set<string>();
    for (const field of schema.messages[name] ?? []) {
      const isMember = field.oneof !== undefined;
      if (this.#random.nextBelow(2) === 0 || (isMember && taken.has(field.oneof))) continue;
      if (depth > 5 && field.type === 'message') continue;
      if (isMember) taken.add(field.oneof);
      const count = this.#random.nextBelow(4);
      fields[field.name] = field.isRepeated
        ? Array.from({ length: count }, () => this.#value(field, depth))
        : this.#value(field, depth);
    }
    return fields;
  }

  #value(field: FieldSchema, depth: number): unknown {
    const random = this.#random;
    switch (field.type) {
      case 'message':
        return this.message(field.of, depth + 1);
      case 'enum': {
        const values = Object.values(schema.enums[field.of] ?? {});
        return values[random.nextBelow(values.length)];
      }
      case 'bool':
        return random.nextBelow(2) === 1;
      case 'string':
        return ['', 'plain', 'quote " \\ \n', 'ü€𝄞', '<&>\u2028', '__proto__'][random.nextBelow(6)];
      case 'bytes':
        return Uint8Array.from({ length: random.nextBelow(70) }, () => random.nextBelow(256));
      case 'int32':
        return random.nextUint32() | 0;
      case 'uint32':
        return random.nextUint32();
      default: {
        const any = (BigInt(random.nextUint32()) << 32n) | BigInt(random.nextUint32());
        const value = any >> BigInt(random.nextBelow(64));
        return fromBigInt(value, field.type === 'uint64' ? 'unsigned' : 'signed');
      }
    }
  }
}

test('what the generated code encodes comes back from JSON as the same bytes', () => {
  const random = new RandomMessages();
  const packages: Record<string, unknown> = { etcdserverpb, v3electionpb, v3lockpb };
  for (const method of Object.values(schema.methods)) {
    for (const name of [method.request, method.response]) {
      const [packageName = '', messageName = ''] = name.split('.');
      const codec = (packages[packageName] as Record<string, typeof RangeRequest>)[messageName]!;
      const json = messageJson(name);
      for (let round = 0; round < 20; round += 1) {
        const encoded = codec.encode(random.message(name)).finish();
        const text = json.toJson(encoded);
        const again = json.fromJson(parsed(text));
        assert.deepEqual(Buffer.from(again), Buffer.from(encoded), `${name} ${text}`);
        // What JSON.parse alone makes of it is enough: nothing relies on numbers beyond 2^53.
        assert.deepEqual(Buffer.from(json.fromJson(JSON.parse(text))), Buffer.from(encoded));
      }
    }
  }
});

test('integers of 64 bits are strings, bytes base64, enums names, and defaults are left out', () => {
  const answer = etcdserverpb.RangeResponse.encode({
    header: {
      cluster_id: fromBigInt(2n ** 64n - 1n, 'unsigned'),
      revision: fromBigInt(-5n, 'signed'),
    },
    kvs: [{ key: bytes('foo'), value: bytes('~~~?'), version: 1, lease: 0 }],
    more: false,
    count: 1,
  }).finish();
  assert.equal(
    messageJson('etcdserverpb.RangeResponse').toJson(answer),
    '{"header":{"cluster_id":"18446744073709551615","revision":"-5"},' +
      '"kvs":[{"key":"Zm9v","version":"1","value":"fn5+Pw=="}],"count":"1"}',
  );
  const alarms = etcdserverpb.AlarmResponse.encode({ alarms: [{ alarm: 1 }, { alarm: 77 as 1 }] });
  assert.equal(
    messageJson('etcdserverpb.AlarmResponse').toJson(alarms.finish()),
    '{"alarms":[{"alarm":"NOSPACE"},{"alarm":77}]}',
  );
  const empty = TxnResponse.encode({ responses: [{ response_range: {} }] }).finish();
  assert.equal(
    messageJson('etcdserverpb.TxnResponse').toJson(empty),
    '{"responses":[{"response_range":{}}]}',
  );
  assert.equal(messageJson('etcdserverpb.PutResponse').toJson(new Uint8Array(0)), '{}');
});

test('numbers may come as numbers and as strings, without losing a digit', () => {
  const lease = (json: string): string =>
    String(PutRequest.decode(encode('PutRequest', `{"lease":${json}}`)).lease);
  assert.equal(lease('7587848943239472200'), '7587848943239472200');
  assert.equal(lease('"7587848943239472201"'), '7587848943239472201');
  assert.equal(lease('-9223372036854775808'), '-9223372036854775808');
  assert.equal(lease('1e3'), '1000');
  assert.equal(lease('7.0'), '7');
  for (const json of [
    '9223372036854775808',
    '"9223372036854775808"',
    '-9223372036854775809',
    '1.5',
    '1e30',
    '"1.0"',
    '" 1"',
    '"0x1"',
    '"007"',
    '""',
    'true',
    '{}',
    '[1]',
    `"${'9'.repeat(100_000)}"`,
    '9'.repeat(100_000),
  ]) {
    const text = refused('PutRequest', `{"lease":${json}}`);
    assert.equal(text, 'invalid value for int64 field etcdserverpb.PutRequest.lease');
  }
  refused('MemberRemoveRequest', '{"ID":-1}');
  refused('MemberRemoveRequest', '{"ID":"18446744073709551616"}');
});

test('half a surrogate becomes the replacement character, as in Go', () => {
  const bytes = encode('AuthUserGetRequest', String.raw`{"name":"a\ud800b"}`);
  assert.equal(etcdserverpb.AuthUserGetRequest.decode(bytes).name, 'a\ufffdb');
});

test('base64 may be of either alphabet, padded or not, and nothing else', () => {
  const key = (json: string): string =>
    Buffer.from(PutRequest.decode(encode('PutRequest', `{"key":"${json}"}`)).key).toString('hex');
  assert.equal(key('+/+/'), 'fbffbf');
  assert.equal(key('-_-_'), 'fbffbf');
  assert.equal(key('Zm8='), '666f');
  assert.equal(key('Zm8'), '666f');
  assert.equal(key('Z\\nm8=\\r\\n'), '666f');
  assert.equal(key(''), '');
  for (const bad of ['Z', 'Zm8==', 'Zm=8', '=', 'Zm 8', 'Zm8!', 'ü', 'Zm9vZ=']) {
    refused('PutRequest', `{"key":"${bad}"}`);
  }
  refused('PutRequest', '{"key":[1,2]}');
  refused('PutRequest', '{"key":7}');
});

test('enums may come as names and as numbers, fields under either name, null is nothing', () => {
  for (const json of [
    '{"sort_order":"DESCEND","range_end":"AA=="}',
    '{"sortOrder":2,"rangeEnd":"AA==","limit":null,"key":null}',
  ]) {
    assert.deepEqual(
      Buffer.from(encode('RangeRequest', json)),
      Buffer.from(RangeRequest.encode({ sort_order: 2, range_end: Uint8Array.of(0) }).finish()),
    );
  }
  refused('RangeRequest', '{"sort_order":1.5}');
  refused('RangeRequest', '{"sort_order":true}');
  refused('RangeRequest', '{"serializable":"true"}');
  refused('RangeRequest', '{"serializable":1}');
  refused('AuthUserAddRequest', '{"name":1}');
});

test('a field twice, also two of a oneof, is refused; a member of a oneof may be zero', () => {
  refused('RangeRequest', '{"range_end":"AA==","rangeEnd":"AA=="}');
  refused('TxnRequest', '{"compare":[{"version":1,"mod_revision":2}]}');
  const txn = encode('TxnRequest', '{"compare":[{"key":"YQ==","target":"VERSION","version":0}]}');
  const [compare] = TxnRequest.decode(txn).compare;
  assert.ok(Object.hasOwn(Compare.create(compare!), 'version'));
});

test('lists are lists and messages are objects', () => {
  refused('TxnRequest', '{"compare":{}}');
  refused('TxnRequest', '{"compare":[null]}');
  refused('TxnRequest', '{"success":[{"request_put":[]}]}');
  refused('TxnRequest', '[]');
  refused('TxnRequest', '"x"');
  refused('TxnRequest', 'null');
  refused('TxnRequest', '7');
});

test('unknown names of enums are skipped, as unknown fields are', () => {
  for (const name of ['UPWARDS', 'toString', 'ascend', '2']) {
    assert.equal(encode('RangeRequest', `{"sort_order":"${name}"}`).length, 0);
  }
  const create = encode('WatchRequest', '{"create_request":{"filters":["NO","NODELETE"]}}');
  assert.deepEqual(WatchRequest.decode(create).create_request?.filters, [1]);
});

test('unknown fields are skipped, also those that every object has', () => {
  const json =
    '{"key":"YQ==","nope":{"a":[1]},"__proto__":{"value":"Yg==","lease":5},"constructor":1,"toString":2}';
  const expected = PutRequest.encode({ key: bytes('a') }).finish();
  assert.deepEqual(Buffer.from(encode('PutRequest', json)), Buffer.from(expected));
  assert.equal(({} as Record<string, unknown>)['lease'], undefined);
});

test('a mistake names the place and does not repeat the value', () => {
  const text = refused('AuthUserAddRequest', '{"name":"u","password":["secret"]}');
  assert.equal(text, 'invalid value for string field etcdserverpb.AuthUserAddRequest.password');
  assert.doesNotMatch(refused('AuthUserAddRequest', '{"password":"secret'), /secret/);
  assert.doesNotMatch(refused('AuthUserAddRequest', '{"password":secret}'), /secret/);
});

test('the deepest values that are read can be encoded, deeper ones are refused', () => {
  const nested = (levels: number): string => {
    let json = '{}';
    for (let level = 0; level < levels; level += 1) json = `{"success":[{"request_txn":${json}}]}`;
    return json;
  };
  const deepest = Math.floor((jsonDepthMax - 1) / 3);
  assert.ok(encode('TxnRequest', nested(deepest)).length > deepest);
  for (const json of [nested(deepest + 1), nested(50_000), '['.repeat(1_000_000)]) {
    assert.equal(refused('TxnRequest', json), 'exceeded maximum recursion depth');
  }
});

test('every method of the services is known with its messages and directions', () => {
  assert.equal(methodJson('/etcdserverpb.KV/Nope'), undefined);
  assert.equal(methodJson('toString'), undefined);
  const watch = methodJson('/etcdserverpb.Watch/Watch');
  assert.deepEqual([watch?.isRequestStream, watch?.isResponseStream], [true, true]);
  const observe = methodJson('/v3electionpb.Election/Observe');
  assert.deepEqual([observe?.isRequestStream, observe?.isResponseStream], [false, true]);
  const members = MemberListResponse.encode({ members: [{ peerURLs: ['http://a'] }] }).finish();
  assert.equal(
    methodJson('/etcdserverpb.Cluster/MemberList')?.response.toJson(members),
    '{"members":[{"peerURLs":["http://a"]}]}',
  );
});
