// The health pages of the client port once more, for probes that cannot speak to it: kubelets and load
// balancers have no client certificates.
import type { HttpHandler } from '@cairn/edge';
import type { AdminPage } from '@cairn/telemetry';

const unaborted = new AbortController().signal;

const paths: readonly string[] = [
  '/health',
  '/livez',
  '/livez/serializable_read',
  '/readyz',
  '/readyz/data_corruption',
  '/readyz/serializable_read',
  '/readyz/linearizable_read',
  '/readyz/non_learner',
];

export function probePages(http: HttpHandler): Readonly<Record<string, AdminPage>> {
  const page: AdminPage = async ({ pathname: path, searchParams: query }) => {
    const answer = await http({
      method: 'GET',
      path,
      query,
      headers: new Map(),
      body: new Uint8Array(),
      peerAddress: '',
      isSecure: false,
      signal: unaborted,
    });
    const { status = 404, headers = {}, body = '' } = answer ?? {};
    return {
      status,
      contentType: headers['content-type'] ?? 'text/plain; charset=utf-8',
      body: typeof body === 'string' ? body : '',
    };
  };
  return Object.fromEntries(paths.map((path) => [path, page]));
}
