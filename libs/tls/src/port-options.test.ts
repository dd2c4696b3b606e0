import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineConfig, readConfig } from '@cairn/config';
import {
  clientPortTlsMistakes,
  clientPortTlsOptions,
  peerTlsMistakes,
  peerTlsOptions,
  serviceTlsMistakes,
} from './port-options.ts';
import type { ClientPortTlsConfig, PeerTlsConfig } from './port-options.ts';
import { protocolRules } from './protocol-rules.ts';

const summary = 'a test';
const clientPort = defineConfig({ service: 'test', summary, options: clientPortTlsOptions });
const peerPort = defineConfig({ service: 'test', summary, options: peerTlsOptions });

function clientConfig(...argv: readonly string[]): ClientPortTlsConfig {
  const read = readConfig(clientPort, { argv, env: {}, readFile: () => '' });
  assert.ok(read.kind === 'values', JSON.stringify(read));
  return read.values;
}

function peerConfig(...argv: readonly string[]): PeerTlsConfig {
  const read = readConfig(peerPort, { argv, env: {}, readFile: () => '' });
  assert.ok(read.kind === 'values', JSON.stringify(read));
  return read.values;
}

const secured = ['https://127.0.0.1:1'];
const plain = ['http://127.0.0.1:1'];

void test('without a flag there is no TLS and nothing wrong with that', () => {
  assert.deepEqual(clientPortTlsMistakes(clientConfig(), plain), []);
  assert.deepEqual(peerTlsMistakes(peerConfig(), plain), []);
});

void test('a flag that would protect nothing is a mistake', () => {
  assert.deepEqual(clientPortTlsMistakes(clientConfig('--client-cert-auth'), plain), [
    '--client-cert-auth protects nothing: no URL of --listen-client-urls begins with https://',
  ]);
  assert.match(
    clientPortTlsMistakes(clientConfig('--auto-tls', '--client-crl-file=/crl'), secured).join(),
    /--client-crl-file needs --client-cert-auth/,
  );
  assert.match(
    peerTlsMistakes(peerConfig('--peer-auto-tls', '--peer-cert-allowed-cn=m'), secured).join(),
    /need --peer-client-cert-auth/,
  );
});

void test('https without a certificate is a mistake', () => {
  assert.match(
    clientPortTlsMistakes(clientConfig(), secured).join(),
    /^--cert-file and --key-file are needed for https:\/\/127\.0\.0\.1:1, or --auto-tls$/,
  );
  assert.deepEqual(clientPortTlsMistakes(clientConfig('--auto-tls'), secured), []);
  assert.match(peerTlsMistakes(peerConfig(), secured).join(), /--peer-cert-file/);
  assert.match(
    peerTlsMistakes(peerConfig('--peer-key-file=/k'), secured).join(),
    /--peer-key-file needs --peer-cert-file/,
  );
});

void test('the services have certificate, key and authority, or none of them', () => {
  const none = {
    serviceCertFile: '',
    serviceKeyFile: '',
    serviceTrustedCaFile: '',
    serviceCrlFile: '',
    serviceCertAllowedCn: [],
    serviceCertAllowedHostname: [],
  };
  assert.deepEqual(serviceTlsMistakes(none), []);
  assert.match(serviceTlsMistakes({ ...none, serviceCertFile: '/c' }).join(), /go together/);
  for (const idle of [{ serviceCrlFile: '/l' }, { serviceCertAllowedCn: ['m1'] }]) {
    assert.match(serviceTlsMistakes({ ...none, ...idle }).join(), /need --service-cert-file/);
  }
  const all = { ...none, serviceCertFile: '/c', serviceKeyFile: '/k', serviceTrustedCaFile: '/a' };
  const names = { serviceCrlFile: '/l', serviceCertAllowedCn: ['m1'] };
  assert.deepEqual(serviceTlsMistakes({ ...all, ...names }), []);
  const both = { ...all, ...names, serviceCertAllowedHostname: ['m1.example'] };
  assert.match(serviceTlsMistakes(both).join(), /exclude each other/);
});

void test("versions and suites are understood by Go's names", () => {
  assert.deepEqual(protocolRules(clientConfig()), { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' });
  const suite = '--cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256';
  assert.deepEqual(protocolRules(clientConfig(suite, '--tls-max-version=TLS1.2')), {
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
    ciphers: 'ECDHE-RSA-AES128-GCM-SHA256',
  });
  // TLS 1.3 stays on beside a choice for 1.2.
  assert.match(
    protocolRules(clientConfig(suite)).ciphers ?? '',
    /^TLS_AES_128_GCM_SHA256:.*:ECDHE/,
  );
  const mistakes = (...argv: readonly string[]): string =>
    clientPortTlsMistakes(clientConfig('--auto-tls', ...argv), secured).join();
  assert.match(mistakes('--cipher-suites=RC4'), /unexpected TLS cipher suite "RC4"/);
  assert.match(mistakes(suite, '--tls-min-version=TLS1.3'), /cannot be chosen when only TLS1\.3/);
  assert.match(
    mistakes('--tls-min-version=TLS1.3', '--tls-max-version=TLS1.2'),
    /is above --tls-max-version/,
  );
});
