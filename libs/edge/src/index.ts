export { listenEdge } from './edge.ts';
export { defaultEdgeTuning } from './tuning.ts';
export type {
  CallInfo,
  Edge,
  EdgeLimits,
  EdgeOptions,
  EdgeServices,
  EdgeTls,
  EdgeTuning,
  HttpHandler,
  HttpRequest,
  HttpResponse,
  StreamCall,
  StreamHandler,
  UnaryCall,
  UnaryHandler,
} from './types.ts';
