// Waits until a member answers its clients. In a cluster that is when a quorum has a leader, which may
// take as long as it takes a person to start the other members: so there is no limit, only a word
// from time to time about what is missing.

export interface ReadinessSettings {
  /** A client URL of the member. */
  readonly url: string;
  readonly signal: AbortSignal;
  /** Told every ten seconds why it is not ready. */
  readonly onStillWaiting: (reason: string) => void;
}

const pollIntervalMs = 100;
const remindIntervalMs = 10_000;
const requestTimeoutMs = 5_000;

/** @returns false when the signal was aborted first. */
export async function waitUntilReady(settings: ReadinessSettings): Promise<boolean> {
  const { url, signal, onStillWaiting } = settings;
  let remindAtMs = performance.now() + remindIntervalMs;
  while (!signal.aborted) {
    const obstacle = await probe(new URL('/health', url), signal);
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
async function probe(url: URL, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
    });
    const body = await response.text();
    return response.ok ? undefined : `${url.href} says ${response.status} ${body.trim()}`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    return `${url.href} does not answer: ${reason}`;
  }
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
