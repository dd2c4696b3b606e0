// The descriptors are read back by the library that clients of protobufjs would use.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import protobuf from 'protobufjs';
import descriptors from 'protobufjs/ext/descriptor.js';
import { describeFiles } from './generate-descriptors.ts';

interface Described {
  readonly name: string;
  readonly imports: readonly string[];
  readonly symbols: readonly string[];
  readonly descriptor: string;
}

const { code } = describeFiles(join(import.meta.dirname, '../../../proto'));
const files = JSON.parse(code.slice(code.indexOf('['), code.lastIndexOf(']') + 1)) as Described[];
const decoded = files.map(({ descriptor }) => {
  return descriptors.FileDescriptorProto.decode(Buffer.from(descriptor, 'base64'));
});
const root = protobuf.Root.fromDescriptor(
  descriptors.FileDescriptorSet.create({ file: decoded }) as never,
);

test('every file names itself and what it imports, and imports are there', () => {
  const names = files.map(({ name }) => name);
  for (const [index, { name, imports }] of files.entries()) {
    const file = decoded[index] as unknown as { name: string; dependency: string[] };
    assert.deepEqual([file.name, file.dependency], [name, imports]);
    for (const imported of imports) assert.ok(names.includes(imported), imported);
  }
  assert.deepEqual(names.toSorted()[0], 'authpb.proto');
});

test('the services and messages come back as they were', () => {
  const kv = root.lookupService('etcdserverpb.KV');
  const { requestType, responseStream } = kv.methods['RangeStream'] ?? {};
  assert.deepEqual([requestType, responseStream], ['.etcdserverpb.RangeRequest', true]);
  const { kvs } = root.lookupType('etcdserverpb.RangeResponse').fields;
  assert.deepEqual([kvs?.id, kvs?.type, kvs?.repeated], [2, '.mvccpb.KeyValue', true]);
  const more = files.flatMap(({ symbols }) => symbols);
  assert.ok(more.includes('grpc.reflection.v1alpha.ServerReflection.ServerReflectionInfo'));
});
