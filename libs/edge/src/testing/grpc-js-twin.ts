// The plain twin of the edge: the same services behind the server of @grpc/grpc-js. It costs fifteen
// times the CPU, and so it was not written by us: whatever a client can tell the two apart by is a
// mistake of one of them.
import type {
  ServerDuplexStream,
  ServerUnaryCall,
  ServiceDefinition,
  UntypedServiceImplementation,
  sendUnaryData,
} from '@grpc/grpc-js';
import { Metadata, Server, ServerCredentials } from '@grpc/grpc-js';
import type {
  CallInfo,
  EdgeServices,
  StreamCall,
  StreamHandler,
  UnaryCall,
  UnaryHandler,
} from '../types.ts';

export interface Twin extends AsyncDisposable {
  /** host:port */
  readonly address: string;
}

export async function startTwin(
  services: EdgeServices,
  requestMessageBytesMax: number,
): Promise<Twin> {
  const server = new Server({
    'grpc.max_receive_message_length': requestMessageBytesMax,
    'grpc.max_send_message_length': -1,
  });
  for (const [path, handler] of services.unary) add(server, path, false, serveUnary(handler));
  for (const [path, handler] of services.stream) add(server, path, true, serveStream(handler));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return {
    address: `127.0.0.1:${String(port)}`,
    [Symbol.asyncDispose]: () => {
      server.forceShutdown();
      return Promise.resolve();
    },
  };
}

function add(
  server: Server,
  path: string,
  isStream: boolean,
  serve: UntypedServiceImplementation[string],
): void {
  const definition: ServiceDefinition = {
    method: {
      path,
      requestStream: isStream,
      responseStream: isStream,
      requestSerialize: asBuffer,
      requestDeserialize: asBuffer,
      responseSerialize: asBuffer,
      responseDeserialize: asBuffer,
    },
  };
  server.addService(definition, { method: serve });
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes);
}

type AnyCall = ServerUnaryCall<Buffer, Buffer> | ServerDuplexStream<Buffer, Buffer>;

function infoOf(call: AnyCall): CallInfo {
  const metadata = new Map<string, string>();
  for (const name of Object.keys(call.metadata.getMap())) {
    const value = call.metadata.get(name)[0];
    metadata.set(name, typeof value === 'object' ? value.toString('base64') : (value ?? ''));
  }
  const deadline = Number(call.getDeadline());
  const abort = new AbortController();
  call.on('cancelled', () => {
    abort.abort();
  });
  return {
    path: call.getPath(),
    metadata,
    deadlineMs: Number.isFinite(deadline) ? deadline - performance.timeOrigin : undefined,
    peerAddress: call.getPeer(),
    signal: abort.signal,
  };
}

function serveUnary(handler: UnaryHandler): UntypedServiceImplementation[string] {
  return (call: ServerUnaryCall<Buffer, Buffer>, answer: sendUnaryData<Buffer>) => {
    const gathered: Uint8Array[] = [];
    let bytesLeft = 0;
    const twin: UnaryCall = {
      ...infoOf(call),
      respond: (message) => {
        answer(null, asBuffer(message));
      },
      respondParts: (parts) => {
        answer(null, Buffer.concat(parts));
      },
      beginResponse: (messageBytes) => {
        bytesLeft = messageBytes;
      },
      respondPart: (part) => {
        gathered.push(part);
        bytesLeft -= part.length;
        if (bytesLeft === 0) answer(null, Buffer.concat(gathered));
      },
      fail: (code, details) => {
        answer({ code, details });
      },
    };
    handler(call.request, twin);
  };
}

function serveStream(handler: StreamHandler): UntypedServiceImplementation[string] {
  return (call: ServerDuplexStream<Buffer, Buffer>) => {
    let isOver = false;
    const twin: StreamCall = {
      ...infoOf(call),
      send: (message) => !isOver && call.write(asBuffer(message)),
      get bufferedBytes() {
        return call.writableLength;
      },
      onDrain: (listener) => {
        call.on('drain', listener);
      },
      onMessage: (listener) => {
        call.on('data', listener);
      },
      onEnd: (listener) => {
        call.on('end', listener);
      },
      onClose: (listener) => {
        call.on('close', listener);
      },
      pause: () => {
        call.pause();
      },
      resume: () => {
        call.resume();
      },
      end: (code, details) => {
        if (isOver) return;
        isOver = true;
        if (code === 0) call.end();
        else call.emit('error', { code, details, metadata: new Metadata() });
      },
    };
    handler(twin);
  };
}
