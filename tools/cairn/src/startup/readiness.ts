// Waits until a member answers its clients. In a cluster that is when a quorum has a leader, which may
// take as long as it takes a person to start the other members: so there is no limit, only a word
// from time to time about what is missing.

// As in the services' telemetry: an import would load another HTTP client to name its WebSocket. `fetch`
// is of that client, too.
const { get } = process.getBuiltinModule('node:http');

export interface ReadinessSettings {
  /** A client URL of the member, for people. */
  readonly url: string;
  /** `unix:/path`: where it is asked. */
  readonly address: string;
  readonly signal: AbortSignal;
  /** Told every ten seconds why it is not ready. */
  readonly onStillWaiting: (reason: string) => void;
}

const pollIntervalMs = 100;
const remindIntervalMs = 10_000;
const requestTimeoutMs = 5_000;

/** @returns false when the signal was aborted first. */
export async function waitUntilReady(settings: ReadinessSettings): Promise<boolean> {
  const { url, address, signal, onStillWaiting } = settings;
  let remindAtMs = performance.now() + remindIntervalMs;
  while (!signal.aborted) {
    const obstacle = await probe(new URL('/health', url), address, signal);
    if (obstacle === undefined) return true;
    if (performance.now() >= remindAtMs) {
      onStillWaiting(obstacle);
      remindAtMs += remindIntervalMs;
    }
    await pause(pollIntervalMs, signal);
  }
  return false;
}

/** @returns why the member is not ready, undefined when it is. */
function probe(url: URL, address: string, signal: AbortSignal): Promise<string | undefined> {
  const timeout = AbortSignal.timeout(requestTimeoutMs);
  return new Promise((resolve) => {
    const fail = (error: Error): void => {
      const reason = timeout.aborted ? `not within ${requestTimeoutMs} ms` : error.message;
      resolve(`${url.href} does not answer: ${reason}`);
    };
    const options = {
      socketPath: address.slice('unix:'.length),
      path: url.pathname,
      agent: false,
      signal: AbortSignal.any([signal, timeout]),
    };
    get(options, (response) => {
      const { statusCode = 0 } = response;
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        body += piece;
      });
      response.once('error', fail);
      response.once('end', () =>
        resolve(statusCode === 200 ? undefined : `${url.href} says ${statusCode} ${body.trim()}`),
      );
    }).once('error', fail);
  });
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    signal.addEventListener('abort', done, { once: true });
  });
}
