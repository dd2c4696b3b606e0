// Stored records and events for tests.
import { mvccpb } from '@cairn/proto';
import { StoredEvent } from '../watch/event-batch.ts';

export interface RecordFields {
  readonly key: string;
  readonly modRevision: number;
  readonly value?: string;
  readonly createRevision?: number;
  readonly version?: number;
}

export function record(fields: RecordFields): Uint8Array {
  return mvccpb.KeyValue.encode({
    key: Buffer.from(fields.key, 'latin1'),
    create_revision: fields.createRevision ?? fields.modRevision,
    mod_revision: fields.modRevision,
    version: fields.version ?? 1,
    value: Buffer.from(fields.value ?? `value of ${fields.key} at ${fields.modRevision}`),
  }).finish();
}

/** What a delete is told with: key and revision only. */
export function tombstone(key: string, modRevision: number): Uint8Array {
  return mvccpb.KeyValue.encode({
    key: Buffer.from(key, 'latin1'),
    mod_revision: modRevision,
  }).finish();
}

export function putEvent(key: string, revision: number, previous?: Uint8Array): StoredEvent {
  return new StoredEvent(
    false,
    record({ key, modRevision: revision }),
    previous ?? new Uint8Array(0),
  );
}

export function deleteEvent(key: string, revision: number, previous?: Uint8Array): StoredEvent {
  return new StoredEvent(true, tombstone(key, revision), previous ?? new Uint8Array(0));
}
