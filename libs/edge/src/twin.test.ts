// The same services behind the edge and behind grpc-js's own server, and the same calls to both: a
// client must not be able to tell them apart.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import type { ClientDuplexStream, ServiceError, StatusObject } from '@grpc/grpc-js';
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import { startTwin } from './testing/grpc-js-twin.ts';
import type { Twin } from './testing/grpc-js-twin.ts';
import { startEdge } from './testing/start-edge.ts';
import type { TestEdge } from './testing/start-edge.ts';
import type { EdgeServices, StreamHandler, UnaryHandler } from './types.ts';

const requestMessageBytesMax = 4 * 1024 * 1024;

const unary: Readonly<Record<string, UnaryHandler>> = {
  '/test.Twin/Echo': (request, call) => {
    call.respond(request);
  },
  '/test.Twin/Parts': (request, call) => {
    call.respondParts([request, new Uint8Array(0), Buffer.alloc(300_000, 1), request]);
  },
  '/test.Twin/Fail': (request, call) => {
    call.fail(request[0] ?? 0, Buffer.from(request.subarray(1)).toString());
  },
  '/test.Twin/Later': (request, call) => {
    setImmediate(() => {
      call.respond(request);
    });
  },
  '/test.Twin/Never': () => undefined,
  '/test.Twin/Metadata': (request, call) => {
    const names = Buffer.from(request).toString().split(',');
    call.respond(Buffer.from(names.map((name) => call.metadata.get(name) ?? '-').join('|')));
  },
};

const stream: Readonly<Record<string, StreamHandler>> = {
  '/test.Twin/Chat': (call) => {
    call.onMessage((message) => call.send(message));
    call.onEnd(() => call.end(0, ''));
  },
  '/test.Twin/Count': (call) => {
    let bytes = 0;
    call.onMessage((message) => (bytes += message.length));
    call.onEnd(() => {
      call.send(Buffer.from(String(bytes)));
      call.end(0, '');
    });
  },
  /** As many messages as asked for, at the pace of the client, then the status asked for. */
  '/test.Twin/Many': (call) => {
    call.onMessage((message) => {
      const [count = 0, code = 0] = message;
      let sent = 0;
      const run = (): void => {
        while (sent < count) {
          sent += 1;
          if (!call.send(Buffer.alloc(sent * 1000, sent))) return;
        }
        call.end(code, code === 0 ? '' : 'после of all');
      };
      call.onDrain(run);
      run();
    });
  },
  '/test.Twin/Refuse': (call) => call.end(7, 'etcdserver: permission denied'),
  '/test.Twin/Empty': (call) => call.end(0, ''),
  '/test.Twin/Silent': () => undefined,
};

const services: EdgeServices = {
  unary: new Map(Object.entries(unary)),
  stream: new Map(Object.entries(stream)),
};

interface Outcome {
  /** Length and digest of each. */
  readonly messages: readonly string[];
  readonly code: number;
  /** Of a failure: grpc-js's server says "OK" where grpc-go's says nothing. */
  readonly details: string;
  readonly trailers: Readonly<Record<string, unknown>>;
}

interface CallOptions {
  readonly deadlineMs?: number;
  readonly metadata?: Metadata;
}

function identity(bytes: Buffer): Buffer {
  return bytes;
}

function optionsOf(options: CallOptions): { deadline?: Date } {
  const { deadlineMs } = options;
  return deadlineMs === undefined ? {} : { deadline: new Date(Date.now() + deadlineMs) };
}

function callUnary(
  client: Client,
  method: string,
  message: Buffer,
  options: CallOptions = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const messages: Buffer[] = [];
    const call = client.makeUnaryRequest(
      `/test.Twin/${method}`,
      identity,
      identity,
      message,
      options.metadata ?? new Metadata(),
      optionsOf(options),
      (_error: ServiceError | null, answer?: Buffer) => {
        if (answer !== undefined) messages.push(answer);
      },
    );
    call.on('status', (end: StatusObject) => {
      // The callback comes right behind the status.
      setImmediate(() => {
        resolve(outcome(messages, end));
      });
    });
  });
}

/** Any kind of stream: `drive` writes, and may end or cancel. */
function callStream(
  client: Client,
  method: string,
  drive: (call: ClientDuplexStream<Buffer, Buffer>) => void,
  options: CallOptions = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const messages: Buffer[] = [];
    const call = client.makeBidiStreamRequest(
      `/test.Twin/${method}`,
      identity,
      identity,
      options.metadata ?? new Metadata(),
      optionsOf(options),
    );
    call.on('data', (message: Buffer) => messages.push(message));
    call.on('error', () => undefined);
    call.on('status', (end) => {
      resolve(outcome(messages, end));
    });
    drive(call);
  });
}

function outcome(messages: readonly Buffer[], end: StatusObject): Outcome {
  const { code, details, metadata } = end;
  const trailers = metadata.getMap();
  // What grpc-js's server says in the only headers of a failed call, and nobody needs.
  for (const name of ['date', 'content-type', 'grpc-accept-encoding']) delete trailers[name];
  const isOk = code === status.OK;
  return { messages: messages.map(digest), code, details: isOk ? '' : details, trailers };
}

function digest(message: Buffer): string {
  return `${String(message.length)} ${createHash('sha256').update(message).digest('hex')}`;
}

function withMetadata(...fields: readonly (readonly [string, string | Buffer])[]): Metadata {
  const metadata = new Metadata();
  for (const [name, value] of fields) metadata.add(name, value);
  return metadata;
}

type Case = (client: Client) => Promise<unknown>;

const cases: Readonly<Record<string, Case>> = {
  'unary: empty': (client) => callUnary(client, 'Echo', Buffer.alloc(0)),
  'unary: small': (client) => callUnary(client, 'Echo', Buffer.from('hello')),
  'unary: answered in a later turn': (client) => callUnary(client, 'Later', Buffer.from('hello')),
  'unary: 300 kB': (client) => callUnary(client, 'Echo', Buffer.alloc(300_000, 2)),
  'unary: 3 MB': (client) => callUnary(client, 'Echo', Buffer.alloc(3_000_000, 3)),
  'unary: in parts': (client) => callUnary(client, 'Parts', Buffer.alloc(5000, 4)),
  'unary: many at once': (client) =>
    Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        callUnary(client, index % 2 === 0 ? 'Echo' : 'Later', Buffer.alloc(index * 50, index)),
      ),
    ),
  'unary: every status': (client) =>
    Promise.all(
      Array.from({ length: 16 }, (_, code) =>
        callUnary(
          client,
          'Fail',
          Buffer.concat([Buffer.of(code + 1), Buffer.from('no: 100% нет')]),
        ),
      ),
    ),
  'unary: status without text': (client) => callUnary(client, 'Fail', Buffer.of(5)),
  'unary: metadata': (client) =>
    callUnary(client, 'Metadata', Buffer.from('token,trace-bin,absent,empty'), {
      metadata: withMetadata(
        ['token', 'a b~c'],
        ['trace-bin', Buffer.from([0, 250, 3, 4])],
        ['empty', ''],
      ),
    }),
  'unary: long metadata': (client) =>
    callUnary(client, 'Metadata', Buffer.from('token'), {
      metadata: withMetadata(['token', 'x'.repeat(7000)]),
    }),
  'unary: unknown method': (client) =>
    callUnary(client, 'Nothing', Buffer.alloc(0)).then(({ code }) => code),
  'unary: deadline in time': (client) =>
    callUnary(client, 'Echo', Buffer.from('quick'), { deadlineMs: 60_000 }),
  'unary: deadline passed': (client) =>
    callUnary(client, 'Never', Buffer.from('x'), { deadlineMs: 30 }).then(({ code }) => code),
  'unary: message over the limit': (client) =>
    callUnary(client, 'Echo', Buffer.alloc(requestMessageBytesMax + 1)).then(({ code }) => code),
  'bidi: no message': (client) => callStream(client, 'Chat', (call) => call.end()),
  'bidi: messages of all sizes': (client) =>
    callStream(client, 'Chat', (call) => {
      for (const size of [0, 1, 16_379, 16_384, 100_000, 1_000_000, 5]) {
        call.write(Buffer.alloc(size, size % 251));
      }
      call.end();
    }),
  'bidi: in turn': (client) =>
    callStream(client, 'Chat', (call) => {
      let turn = 0;
      call.on('data', () => {
        turn += 1;
        if (turn < 20) call.write(Buffer.from(`turn ${String(turn)}`));
        else call.end();
      });
      call.write(Buffer.from('first'));
    }),
  'client stream: one answer': (client) =>
    callStream(client, 'Count', (call) => {
      for (let index = 0; index < 500; index += 1) call.write(Buffer.alloc(index));
      call.end();
    }),
  'server stream: more than a window': (client) =>
    callStream(client, 'Many', (call) => call.end(Buffer.of(200, 0))),
  'server stream: failing after its messages': (client) =>
    callStream(client, 'Many', (call) => call.end(Buffer.of(5, 9))),
  'stream: refused at once': (client) => callStream(client, 'Refuse', () => undefined),
  'stream: nothing but OK': (client) => callStream(client, 'Empty', (call) => call.end()),
  'stream: deadline passed': (client) =>
    callStream(client, 'Silent', () => undefined, { deadlineMs: 30 }).then(({ code }) => code),
  'stream: cancelled by the client': (client) =>
    callStream(client, 'Chat', (call) => {
      call.on('data', () => {
        call.cancel();
      });
      call.write(Buffer.from('x'));
    }),
};

suite('the edge and grpc-js', () => {
  let edge: TestEdge;
  let twin: Twin;

  before(async () => {
    edge = await startEdge({ unary, stream, requestMessageBytesMax });
    twin = await startTwin(services, requestMessageBytesMax);
  });

  after(async () => {
    await edge[Symbol.asyncDispose]();
    await twin[Symbol.asyncDispose]();
  });

  for (const compression of ['identity', 'gzip'] as const) {
    for (const [name, run] of Object.entries(cases)) {
      test(`${name}, requests ${compression}`, async () => {
        const options = {
          'grpc.default_compression_algorithm': compression === 'gzip' ? 2 : 0,
          'grpc.max_receive_message_length': -1,
          'grpc.max_send_message_length': -1,
          'grpc.use_local_subchannel_pool': 1,
        } as const;
        const [ours, theirs] = await Promise.all(
          [edge.address, twin.address].map(async (address) => {
            const client = new Client(address, credentials.createInsecure(), options);
            const result = await run(client);
            client.close();
            return result;
          }),
        );
        assert.deepEqual(ours, theirs);
      });
    }
  }
});
