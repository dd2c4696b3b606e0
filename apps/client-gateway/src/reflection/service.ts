// grpc.reflection: tells clients without .proto files (grpcurl and the like) what may be called here.
// Two versions of the service are in use whose messages are the same on the wire. Off by default: it
// answers anybody who reaches the port.
import { decodeStreamMessage, toStatus } from '@cairn/api';
import type { StreamCall } from '@cairn/edge';
import { GrpcCode, describedFiles, grpc } from '@cairn/proto';
import type { GatewayService } from '../services/gateway-service.ts';

const { ServerReflectionRequest, ServerReflectionResponse } = grpc.reflection.v1;
type Request = grpc.reflection.v1.ServerReflectionRequest;
type Answer = Omit<grpc.reflection.v1.ServerReflectionResponse.$Properties, 'original_request'>;
type DescribedFile = (typeof describedFiles)[number];

const reflectionNames = [
  'grpc.reflection.v1.ServerReflection',
  'grpc.reflection.v1alpha.ServerReflection',
];

/** @param services the names of all others. */
export function reflectionServices(services: readonly string[]): readonly GatewayService[] {
  const names = [...services, ...reflectionNames].toSorted();
  return reflectionNames.map((name) => ({
    name,
    unary: {},
    stream: {
      ServerReflectionInfo: { kind: 'bidi_stream', handle: (call) => reflect(call, names) },
    },
  }));
}

function reflect(call: StreamCall, names: readonly string[]): void {
  call.onMessage((message) => {
    try {
      const request = decodeStreamMessage(ServerReflectionRequest, message);
      const fields = { ...answerTo(request, names), original_request: request };
      if (!call.send(ServerReflectionResponse.encode(fields).finish())) call.pause();
    } catch (error) {
      const { code, message: text } = toStatus(error);
      call.end(code, text);
    }
  });
  call.onDrain(() => call.resume());
  call.onEnd(() => call.end(GrpcCode.ok, ''));
}

function answerTo(request: Request, names: readonly string[]): Answer {
  switch (request.message_request) {
    case 'list_services':
      return { list_services_response: { service: names.map((name) => ({ name })) } };
    case 'file_by_filename':
      return withImports(files.get(request.file_by_filename ?? ''), request.file_by_filename);
    case 'file_containing_symbol': {
      const symbol = request.file_containing_symbol ?? '';
      return withImports(fileOfSymbol.get(symbol), symbol);
    }
    case 'all_extension_numbers_of_type': {
      const type = request.all_extension_numbers_of_type ?? '';
      if (!fileOfSymbol.has(type)) return notFound(type);
      return { all_extension_numbers_response: { base_type_name: type } };
    }
    case 'file_containing_extension':
      return notFound(request.file_containing_extension?.containing_type);
    default:
      return failed(GrpcCode.invalidArgument, 'the request asks for nothing');
  }
}

const files: ReadonlyMap<string, DescribedFile> = new Map(
  describedFiles.map((file) => [file.name, file]),
);
const fileOfSymbol: ReadonlyMap<string, DescribedFile> = new Map(
  describedFiles.flatMap((file) => file.symbols.map((symbol) => [symbol, file] as const)),
);

/** The file first, then all that it needs. */
function withImports(file: DescribedFile | undefined, asked: string | null | undefined): Answer {
  if (file === undefined) return notFound(asked);
  const needed = new Set([file]);
  for (const { imports } of needed) {
    for (const name of imports) {
      const imported = files.get(name);
      if (imported !== undefined) needed.add(imported);
    }
  }
  const descriptors = [...needed].map(({ descriptor }) => Buffer.from(descriptor, 'base64'));
  return { file_descriptor_response: { file_descriptor_proto: descriptors } };
}

function notFound(name: string | null | undefined): Answer {
  return failed(GrpcCode.notFound, `${name ?? ''} is not known here`);
}

function failed(code: number, message: string): Answer {
  return { error_response: { error_code: code, error_message: message } };
}
