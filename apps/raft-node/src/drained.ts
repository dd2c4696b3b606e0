export interface DrainingStream {
  on(event: 'drain', listener: () => void): unknown;
  off(event: 'drain', listener: () => void): unknown;
}

/** Resolves when the stream takes more, or when `signal` aborts. Leaves no listener behind. */
export function drained(stream: DrainingStream, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      stream.off('drain', over);
      signal.removeEventListener('abort', over);
      resolve();
    };
    if (signal.aborted) return resolve();
    stream.on('drain', over);
    signal.addEventListener('abort', over);
  });
}
