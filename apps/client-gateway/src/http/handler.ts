// Plain HTTP on the client port.
import type { HttpHandler } from '@cairn/edge';
import { contentType, jsonAnswer, methodNotAllowed } from './answers.ts';
import type { Checks } from './checks.ts';
import type { HealthCounts } from './health-counts.ts';
import { health } from './health.ts';
import { probe } from './probes.ts';

export interface HttpOptions {
  /** Asked for every path that is none of those here. */
  readonly json: HttpHandler;
  /** Undefined = there are no profiles. */
  readonly profiles: HttpHandler | undefined;
  readonly checks: Checks;
  /** Told of every answer of the health pages. */
  readonly counts: HealthCounts;
  /** The whole page in Prometheus text format. */
  readonly metricsText: () => Promise<string>;
  readonly versions: VersionTexts;
}

export interface VersionTexts {
  readonly etcdServer: string;
  readonly etcdCluster: string;
  readonly storage: string;
  readonly cairn: string;
}

/** Names the version of etcd whose API this is, and Cairn's own. */
export function versionBody(versions: VersionTexts): string {
  return JSON.stringify({
    etcdserver: versions.etcdServer,
    etcdcluster: versions.etcdCluster,
    storage: versions.storage,
    cairn: versions.cairn,
  });
}

export function httpHandler(options: HttpOptions): HttpHandler {
  const { checks, counts, metricsText, versions, json, profiles } = options;
  return async (request) => {
    if (request.path.startsWith('/debug/')) return profiles?.(request);
    const isProbe = /^\/(livez|readyz)(\/|$)/.test(request.path);
    const isKnown = isProbe || ['/health', '/version', '/metrics'].includes(request.path);
    if (!isKnown) return json(request);
    if (request.method !== 'GET') return methodNotAllowed();
    switch (request.path) {
      case '/health':
        return health(checks, counts, request);
      case '/version':
        return jsonAnswer(200, versionBody(versions));
      case '/metrics':
        return {
          status: 200,
          headers: { 'content-type': `${contentType.text.split(';')[0]}; version=0.0.4` },
          body: await metricsText(),
        };
      default:
        return probe(checks, counts, request);
    }
  };
}
