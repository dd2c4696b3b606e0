// One method of each kind, answered in a way that shows what arrived.
import type { cairn } from '@cairn/proto';
import {
  bidiHandler,
  failStream,
  implement,
  serverStreamHandler,
  unaryHandler,
} from '../handlers.ts';
import type { BidiStream, ServedService } from '../handlers.ts';
import { nodeService, peerService } from '../services.ts';

type V1 = typeof cairn.v1;
export type SubmitCall = BidiStream<V1['SubmitBatch'], V1['SubmitResults']>;

/** Every submitted request is its answer; `backfill` counts; a snapshot's records are counted. */
export function echoServices(onSubmit: (stream: SubmitCall) => void = echo): ServedService[] {
  return [
    implement(nodeService, {
      submit: bidiHandler(nodeService.submit, onSubmit),
      backfill: serverStreamHandler(nodeService.backfill, (request, stream) => {
        const from = Number(request.from_revision);
        for (let revision = from; revision <= Number(request.to_revision); revision++) {
          stream.write({ first_revision: revision, last_revision: revision });
        }
        stream.end();
      }),
      follow: serverStreamHandler(nodeService.follow, (_request, stream) => {
        failStream(stream, { code: 9, details: 'not now: ключ' });
      }),
      leaseFeed: bidiHandler(nodeService.leaseFeed, (stream) => stream.end()),
      metrics: unaryHandler(nodeService.metrics, (_request, answer) => answer(null, { text: 'm' })),
    }),
    implement(peerService, {
      messages: bidiHandler(peerService.messages, (stream) => stream.end()),
      installSnapshot: bidiHandler(peerService.installSnapshot, (stream) => {
        let records = 0;
        stream.on('data', (chunk: cairn.v1.SnapshotChunk) => (records += chunk.records.length));
        stream.on('end', () => {
          stream.write({ installed: { accepted: true, reason: String(records) } });
          stream.end();
        });
      }),
      hashKv: unaryHandler(peerService.hashKv, (_request, answer) => answer(null, {})),
      members: unaryHandler(peerService.members, (_request, answer) => answer(null, {})),
    }),
  ];
}

export function echo(stream: SubmitCall): void {
  stream.on('data', (batch: cairn.v1.SubmitBatch) => {
    const isTaken = stream.write({
      results: batch.items.map((item) => ({ id: item.id ?? 0, response: item.request ?? null })),
    });
    if (isTaken) return;
    stream.pause();
    stream.once('drain', () => stream.resume());
  });
  stream.on('end', () => stream.end());
}
