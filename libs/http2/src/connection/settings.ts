// SETTINGS (RFC 9113, section 6.5): ours as we announce them, the peer's with the ranges checked.
import { assert } from '@cairn/core';
import { errorCodes } from '../error-codes.ts';
import {
  frameBytesMaxLimit,
  frameTypes,
  initialSettings,
  payloadBytes,
  readUint32,
  settingIds,
  windowBytesLimit,
} from '../frames/frame-layout.ts';
import type { FrameOutput } from '../frames/frame-output.ts';
import type { Http2ConnectionOptions, Http2Limits } from '../types.ts';
import { PeerViolation } from './peer-violation.ts';

type Role = Http2ConnectionOptions['role'];

/** Writes our SETTINGS. */
export function writeSettings(output: FrameOutput, role: Role, limits: Http2Limits): void {
  const ours: (readonly [number, number])[] = [
    [settingIds.headerTableSize, limits.headerTableBytes],
    role === 'client'
      ? [settingIds.enablePush, 0]
      : [settingIds.maxConcurrentStreams, limits.concurrentStreamsMax],
    [settingIds.initialWindowSize, limits.streamWindowBytes],
    [settingIds.maxFrameSize, limits.frameBytesMax],
    [settingIds.maxHeaderListSize, limits.headerListBytesMax],
  ];
  output.header(ours.length * payloadBytes.setting, frameTypes.settings, 0, 0);
  for (const [id, value] of ours) {
    output.uint16(id);
    output.uint32(value);
  }
}

/** Relations between limits that the protocol demands or that the connection relies on. */
export function checkLimits(limits: Http2Limits): void {
  for (const [name, value] of Object.entries(limits)) {
    assert(Number.isSafeInteger(value) && value > 0, `${name} must be a positive integer`);
  }
  assert(limits.streamWindowBytes <= windowBytesLimit, 'streamWindowBytes must be below 2^31');
  assert(
    limits.connectionWindowBytes >= initialSettings.windowBytes &&
      limits.connectionWindowBytes <= windowBytesLimit,
    'connectionWindowBytes must be 65,535 (a connection window cannot be announced smaller) to 2^31-1',
  );
  assert(
    limits.frameBytesMax >= initialSettings.frameBytesMax &&
      limits.frameBytesMax <= frameBytesMaxLimit,
    'frameBytesMax must be 16,384 to 16,777,215',
  );
  assert(
    limits.headerTableBytes >= initialSettings.headerTableBytes,
    'headerTableBytes must be 4,096 at least: the peer may use that much before it has our settings',
  );
}

/** What one SETTINGS frame of the peer changes. */
export interface PeerSettings {
  /** In order: an encoder must know a smaller size even if a larger one follows (RFC 7541, 4.2). */
  readonly headerTableBytes: number[];
  concurrentStreamsMax: number | undefined;
  initialWindowBytes: number | undefined;
  frameBytesMax: number | undefined;
}

/** Reads the payload of a SETTINGS frame, whose length has been checked. Unknown settings are ignored. */
export function readSettings(
  bytes: Uint8Array,
  start: number,
  end: number,
  role: Role,
): PeerSettings {
  const settings: PeerSettings = {
    headerTableBytes: [],
    concurrentStreamsMax: undefined,
    initialWindowBytes: undefined,
    frameBytesMax: undefined,
  };
  for (let at = start; at < end; at += payloadBytes.setting) {
    const id = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    readSetting(settings, id, readUint32(bytes, at + 2), role);
  }
  return settings;
}

function readSetting(settings: PeerSettings, id: number, value: number, role: Role): void {
  switch (id) {
    case settingIds.headerTableSize:
      settings.headerTableBytes.push(value);
      break;
    case settingIds.enablePush:
      // A server may only say 0: it is the client's choice.
      if (value > (role === 'client' ? 0 : 1)) {
        throw new PeerViolation(errorCodes.protocolError, `SETTINGS_ENABLE_PUSH is ${value}`);
      }
      break;
    case settingIds.maxConcurrentStreams:
      settings.concurrentStreamsMax = value;
      break;
    case settingIds.initialWindowSize:
      if (value > windowBytesLimit) {
        throw new PeerViolation(
          errorCodes.flowControlError,
          `SETTINGS_INITIAL_WINDOW_SIZE is ${value}`,
        );
      }
      settings.initialWindowBytes = value;
      break;
    case settingIds.maxFrameSize:
      if (value < initialSettings.frameBytesMax || value > frameBytesMaxLimit) {
        throw new PeerViolation(errorCodes.protocolError, `SETTINGS_MAX_FRAME_SIZE is ${value}`);
      }
      settings.frameBytesMax = value;
      break;
    default:
      break;
  }
}
