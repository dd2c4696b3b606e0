// The life of a launcher process: start, wait for a reason to stop, stop, exit. Ctrl-C and SIGTERM end
// it cleanly with 0; a second one (not the copy npm forwards of the first) kills what is left.
import { exitCodes } from '@cairn/service';
import type { LogOutput } from './output/log-output.ts';
import type { Member } from './member.ts';
import { waitUntilReady } from './startup/readiness.ts';
import { StartupError } from './startup/startup-error.ts';
import type { GivenUp } from './supervise/supervised-process.ts';
import type { Supervisor } from './supervise/supervisor.ts';

export interface Launch {
  readonly output: LogOutput;
  readonly exitWithParent: boolean;
  /** Starts everything; what runs is handed over at once, so that a failure half way stops it. */
  readonly start: (running: RunningParts) => Promise<void>;
  /** Told once, when every member answers. */
  readonly onReady: (members: readonly Member[], durationMs: number) => void;
}

/** Members stop side by side; what they share is stopped after the last of them. */
export class RunningParts {
  readonly members: Member[] = [];
  readonly shared: Supervisor[] = [];

  async stop(): Promise<void> {
    await Promise.all(this.members.map((member) => member.stop()));
    for (const one of this.shared) await one.stop();
  }

  kill(): void {
    for (const one of [...this.members, ...this.shared]) one.kill();
  }

  /** Resolves when the first process of any part is given up. */
  givenUp(): Promise<GivenUp> {
    return Promise.race([...this.members, ...this.shared].map((one) => one.givenUp));
  }
}

const sameSignalMs = 500;
const signalNumbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

interface StopReason {
  readonly text: string;
  readonly exitCode: number;
}

export async function runUntilStopped(launch: Launch): Promise<void> {
  const { output } = launch;
  const running = new RunningParts();
  const stopping = Promise.withResolvers<StopReason>();
  const abort = new AbortController();
  const requestStop = (text: string, exitCode: number): void => {
    abort.abort();
    stopping.resolve({ text, exitCode });
  };
  watchSignals(requestStop, (exitCode) => {
    running.kill();
    process.exit(exitCode);
  });
  if (launch.exitWithParent) {
    const onEnd = (): void => requestStop('the parent process is gone', exitCodes.stopped);
    process.stdin.on('end', onEnd).on('error', onEnd).resume();
  }
  const startedAtMs = performance.now();
  try {
    await launch.start(running);
    void running.givenUp().then(({ message, exitCode }) => requestStop(message, exitCode));
    void announceReady(launch, running.members, startedAtMs, abort.signal);
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    output.say(`cannot start:\n${error.message}`);
    requestStop('not everything could be started', exitCodes.failed);
  }
  const reason = await stopping.promise;
  output.say(`stopping: ${reason.text}`);
  await running.stop();
  output.say('stopped');
  process.exit(reason.exitCode);
}

function watchSignals(
  requestStop: (text: string, exitCode: number) => void,
  exitNow: (exitCode: number) => void,
): void {
  let firstAtMs: number | undefined;
  for (const [signal, number] of Object.entries(signalNumbers)) {
    process.on(signal, () => {
      const nowMs = performance.now();
      if (firstAtMs === undefined) {
        firstAtMs = nowMs;
        requestStop(`received ${signal}`, exitCodes.stopped);
      } else if (nowMs - firstAtMs >= sameSignalMs) {
        exitNow(128 + number);
      }
    });
  }
}

async function announceReady(
  launch: Launch,
  members: readonly Member[],
  startedAtMs: number,
  signal: AbortSignal,
): Promise<void> {
  const ready = await Promise.all(
    members.map(({ clientUrl: url, probeAddress: address }) =>
      waitUntilReady({
        url,
        address,
        signal,
        onStillWaiting: (reason) => launch.output.say(`not ready yet: ${reason}`),
      }),
    ),
  );
  if (ready.every(Boolean)) launch.onReady(members, performance.now() - startedAtMs);
}
