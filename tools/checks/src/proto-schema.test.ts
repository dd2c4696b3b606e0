import assert from 'node:assert/strict';
import { test } from 'node:test';
import { protoSchemaSource } from './proto-schema.ts';

function compiled(fields: Readonly<Record<string, object>>, more: object = {}): unknown {
  const service = { methods: { Do: { requestType: 'Ask', responseType: 'Ask' } } };
  const served = { nested: { S: service, Ask: { fields, ...more }, Unused: { fields: {} } } };
  const empty = { nested: {} };
  return {
    nested: {
      etcdserverpb: served,
      v3electionpb: empty,
      v3lockpb: empty,
      other: { nested: { M: {} } },
    },
  };
}

interface Schema {
  readonly messages: Readonly<Record<string, readonly object[]>>;
  readonly enums: Readonly<Record<string, object>>;
  readonly methods: Readonly<Record<string, object>>;
}

function schemaOf(root: unknown): Schema {
  const [, json = ''] = /= (\{[^]*\});\n$/.exec(protoSchemaSource(root)) ?? [];
  return JSON.parse(json) as Schema;
}

test('a message is described with all that it reaches, itself too, and nothing else', () => {
  const { messages, enums, methods } = schemaOf(
    compiled(
      {
        some_key: { type: 'bytes' },
        again: { rule: 'repeated', type: 'Ask' },
        kind: { type: 'Kind' },
        far: { type: 'other.M' },
      },
      { nested: { Kind: { values: { A: 0 } } }, oneofs: { either: { oneof: ['far'] } } },
    ),
  );
  const ask = 'etcdserverpb.Ask';
  assert.deepEqual(messages, {
    [ask]: [
      { name: 'some_key', jsonName: 'someKey', type: 'bytes', isRepeated: false },
      { name: 'again', jsonName: 'again', type: 'message', of: ask, isRepeated: true },
      { name: 'kind', jsonName: 'kind', type: 'enum', of: `${ask}.Kind`, isRepeated: false },
      {
        name: 'far',
        jsonName: 'far',
        type: 'message',
        of: 'other.M',
        isRepeated: false,
        oneof: 'either',
      },
    ],
    'other.M': [],
  });
  assert.deepEqual(enums, { [`${ask}.Kind`]: { A: 0 } });
  assert.deepEqual(methods, {
    '/etcdserverpb.S/Do': {
      request: ask,
      response: ask,
      isRequestStream: false,
      isResponseStream: false,
    },
  });
});

test('types that the mapping does not know stop the generation', () => {
  assert.throws(() => protoSchemaSource(compiled({ x: { type: 'double' } })), /double/);
  assert.throws(
    () => protoSchemaSource(compiled({ x: { type: 'Ask', keyType: 'string' } })),
    /map/,
  );
});
