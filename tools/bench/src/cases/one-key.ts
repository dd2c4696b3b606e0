// The key that the cases of small requests write and read.
import { bytesField } from '../load/wire.ts';

export const valueBytes = 256;
export const benchmarkKey = 'benchmark/key';
export const putPath = '/etcdserverpb.KV/Put';

export const benchmarkPut: Uint8Array = Buffer.concat([
  bytesField(1, Buffer.from(benchmarkKey)),
  bytesField(2, Buffer.alloc(valueBytes, 'v')),
]);
