// What the cases leave out must be named: errors that none shows, methods that none calls, fields that none
// sets. No server is started here.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { etcdErrors } from '@cairn/api';
import type { EtcdErrorName } from '@cairn/api';
import { schema } from '@cairn/proto';
import { jsonMethods } from './cases/json-methods.ts';
import { withoutCase } from './compatibility-page.ts';
import { comparedCases } from './coverage.ts';
import type { Subject } from './case.ts';
import { fieldsSetBy, requestFields } from './field-coverage.ts';
import { errorEvidence } from './provoked-errors.ts';
import { suites } from './suites.ts';
import { repositoryRoot, streamRpcs, unaryRpcs } from '../kit/index.ts';

const compared = Object.entries(suites).flatMap(([about, { cases }]) =>
  comparedCases(about as Subject, cases),
);
const titles = new Set(compared.map(({ title }) => title));

suite('every error text', () => {
  for (const [name, evidence] of Object.entries(errorEvidence)) {
    const { message } = etcdErrors[name as EtcdErrorName];
    if ('by' in evidence) {
      test(`"${message}" has a case`, () => assert.ok(titles.has(evidence.by), evidence.by));
    } else if ('test' in evidence) {
      test(`"${message}" is shown by ${evidence.test}`, () => {
        const text = readFileSync(join(repositoryRoot, evidence.test), 'utf8');
        const shown = evidence.shows ?? message.replace(/^etcdserver: /, '');
        assert.ok(text.includes(shown), `there is no "${shown}" in it`);
      });
    }
  }
});

suite('every method of etcd', () => {
  const called = new Set(compared.flatMap(({ covers }) => covers));

  for (const path of Object.keys(schema.methods)) {
    test(`${path} has a case, or a reason to have none`, () => {
      assert.notEqual(called.has(`rpc ${path}`), withoutCase.has(`rpc ${path}`));
    });
  }

  test('is in the table that tests call by', () => {
    const known = [...Object.values(unaryRpcs), ...Object.values(streamRpcs)].map(
      ({ path }: { readonly path: string }) => path,
    );
    const missing = Object.keys(schema.methods).filter((path) => !known.includes(path));
    const reasons = [...withoutCase.keys()]
      .filter((surface) => surface.startsWith('rpc '))
      .map((surface) => surface.replace('rpc ', ''));
    assert.deepEqual(missing, reasons);
  });

  test('has a path of the JSON gateway, but for RangeStream', () => {
    const served = new Set(Object.values(jsonMethods));
    const missing = Object.keys(schema.methods).filter((path) => !served.has(path));
    assert.deepEqual(missing, ['/etcdserverpb.KV/RangeStream']);
  });
});

/** Fields and values that no case sets, and why. */
const notSet: ReadonlyMap<string, string> = new Map();

test('every field of every request, and every value of its enums, is set by some case', () => {
  const set = fieldsSetBy(Object.values(suites).flatMap(({ cases }) => cases));
  const missing = [...requestFields()].filter((name) => !set.has(name));
  assert.deepEqual(missing, [...notSet.keys()]);
});
