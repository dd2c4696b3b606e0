import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grpc } from '@cairn/proto';
import { FakeStreamCall } from '../testing/fake-stream-call.ts';
import { reflectionServices } from './service.ts';

const { ServerReflectionRequest, ServerReflectionResponse } = grpc.reflection.v1;
type Request = grpc.reflection.v1.ServerReflectionRequest.$Properties;
type Response = grpc.reflection.v1.ServerReflectionResponse;

const services = reflectionServices(['etcdserverpb.KV', 'etcdserverpb.Auth']);

function open(service: number): FakeStreamCall {
  const call = new FakeStreamCall();
  services[service]?.stream['ServerReflectionInfo']?.handle(call);
  return call;
}

function ask(fields: Request, service = 0): Response {
  const call = open(service);
  call.deliver(ServerReflectionRequest.encode(fields).finish());
  return ServerReflectionResponse.decode(call.received[0]!);
}

function texts(response: Response): readonly string[] {
  const descriptors = response.file_descriptor_response?.file_descriptor_proto ?? [];
  return descriptors.map((bytes) => Buffer.from(bytes).toString('latin1'));
}

test('both versions name all services, themselves too', () => {
  for (const service of [0, 1]) {
    const { list_services_response: list, original_request: asked } = ask(
      { list_services: '*' },
      service,
    );
    assert.deepEqual(
      list?.service?.map(({ name }) => name),
      [
        'etcdserverpb.Auth',
        'etcdserverpb.KV',
        'grpc.reflection.v1.ServerReflection',
        'grpc.reflection.v1alpha.ServerReflection',
      ],
    );
    assert.equal(asked?.list_services, '*');
  }
});

test('a service, a method, a message and an enum are found with the files they need', () => {
  const symbols = [
    'etcdserverpb.KV',
    'etcdserverpb.KV.RangeStream',
    'etcdserverpb.RangeRequest',
    'etcdserverpb.RangeRequest.SortOrder',
  ];
  for (const symbol of symbols) {
    const files = texts(ask({ file_containing_symbol: symbol }));
    assert.equal(files.length, 3, symbol);
    assert.match(files[0] ?? '', /etcdserverpb\.proto/);
    assert.match(files.slice(1).join(), /authpb\.proto/);
    assert.match(files.slice(1).join(), /mvccpb\.proto/);
  }
});

test('a file is found by its name', () => {
  assert.match(texts(ask({ file_by_filename: 'mvccpb.proto' }))[0] ?? '', /KeyValue/);
});

test('what is not there is said to be not there, and the stream goes on', () => {
  const questions: readonly Request[] = [
    { file_containing_symbol: 'etcdserverpb.Nothing' },
    { file_by_filename: 'cairn.v1.proto' },
    { file_containing_extension: { containing_type: 'etcdserverpb.KV', extension_number: 1 } },
    { all_extension_numbers_of_type: 'Nothing' },
  ];
  const call = open(0);
  for (const fields of questions) call.deliver(ServerReflectionRequest.encode(fields).finish());
  const codes = call.received.map(
    (message) => ServerReflectionResponse.decode(message).error_response?.error_code,
  );
  assert.deepEqual(codes, [5, 5, 5, 5]);
  call.deliver(ServerReflectionRequest.encode({}).finish());
  assert.equal(ServerReflectionResponse.decode(call.received[4]!).error_response?.error_code, 3);
  call.halfClose();
  assert.deepEqual(call.ended, { code: 0, message: '' });
});

test('a message has no extensions', () => {
  const response = ask({ all_extension_numbers_of_type: 'etcdserverpb.RangeRequest' });
  assert.deepEqual(response.all_extension_numbers_response?.extension_number, []);
});

test('bytes that are no request end the stream', () => {
  const call = open(0);
  call.deliver(Uint8Array.of(0xff));
  assert.equal(call.ended?.code, 13);
});
