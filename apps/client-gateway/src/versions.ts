import { cairnVersion, clusterVersion, etcdVersion, storageVersion } from '@cairn/api';
import type { VersionTexts } from './http/handler.ts';

export const versions: VersionTexts = {
  etcdServer: etcdVersion,
  etcdCluster: clusterVersion,
  storage: storageVersion,
  cairn: cairnVersion,
};
