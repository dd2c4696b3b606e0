import assert from 'node:assert/strict';
import { createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { anyCertificate, defaultProtocolRules, fixedMaterial } from '@cairn/tls';
import type { ClientTls, Refusal, ServerTls, TlsMaterial } from '@cairn/tls';
import { GrpcCode } from '@cairn/proto';
import type { cairn } from '@cairn/proto';
import { RpcClient } from './client.ts';
import type { RpcError } from './rpc-error.ts';
import { serve } from './server.ts';
import type { RpcServer } from './server.ts';
import { nodeService } from './services.ts';
import { authority, server as good, stranger } from './testing/certificates.ts';
import { echoServices } from './testing/echo-services.ts';

function clientTls(material: TlsMaterial = good): ClientTls {
  return {
    source: fixedMaterial({ ...material, ca: [authority] }),
    protocol: defaultProtocolRules,
    verifiesServer: true,
    rules: anyCertificate,
  };
}

async function serveSecured(
  onRefused: (refusal: Refusal) => void = () => undefined,
): Promise<RpcServer & AsyncDisposable> {
  const tls: ServerTls = {
    source: fixedMaterial({ ...good, ca: [authority] }),
    protocol: defaultProtocolRules,
    requiresCertificate: true,
    rules: anyCertificate,
  };
  const served = await serve('tls:127.0.0.1:0', echoServices(), { tls, onRefused });
  return { ...served, [Symbol.asyncDispose]: () => served.close(0) };
}

const isUnavailable = (error: RpcError): boolean => error.code === GrpcCode.unavailable;

test('services call each other over TLS, large messages and many', async () => {
  await using server = await serveSecured();
  assert.match(server.address, /^tls:127\.0\.0\.1:\d+$/);
  const client = new RpcClient(server.address, { tls: clientTls() });
  assert.equal((await client.call(nodeService.metrics, {}, 5_000)).text, 'm');
  const stream = client.openBidi(nodeService.submit);
  const request = Buffer.alloc(3_000_000, 7);
  for (let id = 1; id <= 5; id += 1) stream.write({ items: [{ id, request }] });
  stream.end();
  const ids: number[] = [];
  for await (const { results } of stream as AsyncIterable<cairn.v1.SubmitResults>) {
    for (const { id, response } of results) {
      assert.ok(request.equals(response as Uint8Array));
      ids.push(id ?? 0);
    }
  }
  assert.deepEqual(ids, [1, 2, 3, 4, 5]);
  client.close();
});

test('a caller with a foreign certificate, or without TLS, is refused and named', async () => {
  const refused = Promise.withResolvers<Refusal>();
  await using server = await serveSecured(refused.resolve);
  const foreign = new RpcClient(server.address, { tls: clientTls(stranger) });
  await assert.rejects(foreign.call(nodeService.metrics, {}, 5_000), isUnavailable);
  assert.match((await refused.promise).reason, /DEPTH_ZERO_SELF_SIGNED_CERT/);
  const plain = new RpcClient(server.address.replace('tls:', ''));
  await assert.rejects(plain.call(nodeService.metrics, {}, 5_000), isUnavailable);
  foreign.close();
  plain.close();
});

test('nothing is said to a server that cannot prove itself', async () => {
  let saidBytes = 0;
  const impostor = createServer({ ...stranger, ALPNProtocols: ['h2'] }, (socket) => {
    socket.on('data', (chunk) => (saidBytes += chunk.length));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => impostor.listen(0, '127.0.0.1', resolve));
  const { port } = impostor.address() as AddressInfo;
  const client = new RpcClient(`tls:127.0.0.1:${port}`, { tls: clientTls() });
  await assert.rejects(client.call(nodeService.metrics, {}, 5_000), isUnavailable);
  client.close();
  await new Promise((resolve) => impostor.close(resolve));
  assert.equal(saidBytes, 0);
});

test('an address that asks for TLS is never called plainly', async () => {
  await using server = await serveSecured();
  const client = new RpcClient(server.address);
  await assert.rejects(client.call(nodeService.metrics, {}, 1_000), /asks for TLS/);
  await assert.rejects(serve('tls:127.0.0.1:0', []), /asks for TLS/);
  client.close();
});
