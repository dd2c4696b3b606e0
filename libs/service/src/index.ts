export { DoNotRestartError, exitCodes } from './exit-codes.ts';
export { Lifecycle } from './lifecycle.ts';
export type { RunningService } from './lifecycle.ts';
export { nodeVersionMistake } from './node-version.ts';
export { currentProcess } from './process-port.ts';
export type { ProcessPort, StopSignal } from './process-port.ts';
export { runService } from './run-service.ts';
export type { Service, ServiceContext } from './run-service.ts';
