import { toStatus } from '@cairn/api';
import type { UnaryCall } from '@cairn/edge';

/** Answers a call with what `run` comes to. What it throws is the status; a bug of ours stays one. */
export function answerCall(call: UnaryCall, run: () => Promise<Uint8Array>): void {
  void settle(call, run);
}

async function settle(call: UnaryCall, run: () => Promise<Uint8Array>): Promise<void> {
  let response: Uint8Array;
  try {
    response = await run();
  } catch (error) {
    const { code, message } = toStatus(error);
    call.fail(code, message);
    return;
  }
  call.respond(response);
}
