/**
 * Cases in which Cairn is known to answer differently from etcd, as `subject: sentence` and the
 * reason. This list may only shrink: a case named here that passes fails the run.
 */
export const knownGaps: ReadonlyMap<string, string> = new Map([]);
