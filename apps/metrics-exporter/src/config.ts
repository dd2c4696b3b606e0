// The exporter's options.
import { defineConfig, option } from '@cairn/config';
import type { ConfigDefinition } from '@cairn/config';
import { clientPortTlsMistakes, clientPortTlsOptions } from '@cairn/tls';
import type { ClientPortTlsConfig } from '@cairn/tls';
import { isSecured, plainAddress } from './secured-front.ts';
import { readTargets } from './targets.ts';

export interface MetricsExporterConfig extends ClientPortTlsConfig {
  readonly listenAddresses: readonly string[];
  readonly targets: readonly string[];
  readonly probeUrl: string;
  readonly scrapeTimeout: number;
  readonly adminAddress: string;
  readonly autoTlsDirectory: string;
}

export const definition: ConfigDefinition<MetricsExporterConfig> = defineConfig({
  service: 'metrics-exporter',
  summary: 'one page of metrics, health and liveness for all services of a cluster',
  options: {
    'listen-addresses': option.list({
      help: 'where the pages are served: host:port, tls:host:port or unix:/path',
      default: ['127.0.0.1:2386'],
    }),
    targets: option.list({
      help: 'admin addresses to ask, as service@member=address; the address is host:port, an http:// URL or unix:/path',
      default: [],
    }),
    'probe-url': option.string({
      help: 'client URL or --probe-address of a gateway that answers /health, /livez and /readyz in its stead, as with --listen-metrics-urls of etcd; empty: /health is the summary of the targets',
      default: '',
    }),
    'scrape-timeout': option.duration({
      help: 'how long a target may take to answer',
      defaultMs: 2_000,
    }),
    'admin-address': option.string({
      help: "the exporter's own /metrics and /health: host:port or unix:/path",
      default: '127.0.0.1:2387',
    }),
    ...clientPortTlsOptions,
    'auto-tls-directory': option.string({
      help: 'where the certificate of --auto-tls is kept',
      default: '',
    }),
  },
  aliases: { 'listen-address': 'listen-addresses' },
  check: ({ targets, listenAddresses, probeUrl, ...config }) => [
    ...readTargets(targets).mistakes,
    ...clientPortTlsMistakes(config, listenAddresses.map(urlOf)),
    ...(config.autoTls && config.certFile === '' && config.autoTlsDirectory === ''
      ? ['--auto-tls needs --auto-tls-directory']
      : []),
    ...(listenAddresses.length === 0 ? ['--listen-addresses is empty'] : []),
    ...(isProbe(probeUrl)
      ? []
      : [`--probe-url: ${probeUrl} is not http://host:port or unix:/path`]),
  ],
});

function urlOf(address: string): string {
  return `${isSecured(address) ? 'https' : 'http'}://${plainAddress(address)}`;
}

/** Probes carry no certificates, so what is asked speaks plainly. */
function isProbe(text: string): boolean {
  return text === '' || /^(http:\/\/|unix:\/)/.test(text);
}
