// A server-streaming call: one request, then messages, no faster than the client reads them.
import { ApiError, GrpcCode, toStatus } from '@cairn/api';
import type { StreamCall } from '@cairn/edge';

/** Sends one message; done when the next one may be sent, or when nobody is there to read it. */
export type SendMessage = (message: Uint8Array) => Promise<void>;

/** Ends the call when `serve` is done; what it throws is the status. */
export function answerStream(
  call: StreamCall,
  serve: (request: Uint8Array, send: SendMessage) => Promise<void>,
): void {
  let hasAsked = false;
  const send = senderOf(call);
  const answer = (run: () => Promise<void>): void => {
    if (hasAsked) return;
    hasAsked = true;
    void settle(call, run);
  };
  call.onMessage((request) => answer(() => serve(request, send)));
  call.onEnd(() => answer(() => Promise.reject(new ApiError(GrpcCode.unknown, 'EOF'))));
}

async function settle(call: StreamCall, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const { code, message } = toStatus(error);
    call.end(code, message);
    return;
  }
  call.end(GrpcCode.ok, '');
}

function senderOf(call: StreamCall): SendMessage {
  let goOn: (() => void) | undefined;
  call.onDrain(() => goOn?.());
  call.signal.addEventListener('abort', () => goOn?.());
  return async (message) => {
    if (call.send(message) || call.signal.aborted) return;
    await new Promise<void>((resolve) => {
      goOn = resolve;
    });
  };
}
