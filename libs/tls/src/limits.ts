// What a stranger may cost before he has shown who he is.
import { assert } from '@cairn/core';

/** From the connect to the end of the handshake and of the checks behind it. */
export const handshakeTimeoutMs: number = 10_000;

/**
 * Connections of one port that are not through yet. Each holds a socket and some 50 KiB; beyond it the oldest
 * is dropped: an honest handshake takes milliseconds, so the oldest is the one that nobody waits for.
 */
export const handshakesMax: number = 1_024;

/** How often the files may be looked at, which happens when somebody connects. */
export const lookAtFilesIntervalMs: number = 1_000;

/** One line for all refusals of so long: strangers must not fill the log. */
export const refusalLogIntervalMs: number = 1_000;

/** Names of a certificate that are looked up to find the address of its holder. */
export const lookedUpNamesMax: number = 16;

assert(lookAtFilesIntervalMs < handshakeTimeoutMs, 'a new file counts before a handshake is late');
assert(handshakesMax > 1, 'one slow handshake must not be all there is room for');
