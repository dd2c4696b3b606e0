export { listenEdge } from './edge.ts';
export { parseGrpcTimeout } from './grpc/timeout.ts';
export { defaultEdgeTuning } from './tuning.ts';
export type {
  CallInfo,
  Edge,
  EdgeLimits,
  EdgeOptions,
  EdgeServices,
  EdgeTuning,
  HttpBodySink,
  HttpBodyWriter,
  HttpHandler,
  HttpRequest,
  HttpResponse,
  StreamCall,
  StreamHandler,
  UnaryCall,
  UnaryHandler,
} from './types.ts';
