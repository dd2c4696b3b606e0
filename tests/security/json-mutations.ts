// The same for requests as JSON: texts that are none, values of other types, names and numbers that JSON allows
// and no client sends.
import type { SeededRandom } from '@cairn/core';
import type protobuf from 'protobufjs';

export interface JsonMutant {
  readonly name: string;
  readonly body: string | Uint8Array;
}

const values: readonly (readonly [what: string, json: string])[] = [
  ['null', 'null'],
  ['true', 'true'],
  ['a number', '7'],
  ['a fraction', '0.5'],
  ['a huge number', '1e400'],
  ['2^63', '9223372036854775808'],
  ['-2^63', '-9223372036854775808'],
  ['text', '"text*"'],
  ['half a surrogate', String.raw`"\ud800"`],
  ['a list', '[[1]]'],
  ['an object', '{"a":{}}'],
];

/** @param body a good request. */
export function jsonMutantsOf(
  type: protobuf.Type,
  body: string,
  random: SeededRandom,
): readonly JsonMutant[] {
  const deep = (depth: number): string => '{"x":'.repeat(depth) + '1' + '}'.repeat(depth);
  const rest = body === '{}' ? '}' : `,${body.slice(1)}`;
  const at = random.nextBelow(body.length);
  const mutants: JsonMutant[] = [
    { name: 'cut off', body: body.slice(0, -1) },
    { name: `cut off after ${at}`, body: body.slice(0, at) },
    { name: 'no JSON', body: 'key=value' },
    { name: 'a list', body: '[]' },
    { name: 'null', body: 'null' },
    { name: 'bytes that are no UTF-8', body: Buffer.from('{"key":"\u00ff"}', 'latin1') },
    { name: 'zeros', body: Buffer.alloc(1_000) },
    { name: 'a prototype', body: `{"__proto__":{"key":"YQ=="},"constructor":1${rest}` },
    { name: 'a hundred levels', body: `{"x":${deep(90)}${rest}` },
    { name: 'a hundred thousand levels', body: `{"x":${deep(100_000)}${rest}` },
    { name: 'lists without an end', body: '['.repeat(100_000) },
    { name: 'a long name', body: `{"${'x'.repeat(100_000)}":1${rest}` },
    { name: 'a long number', body: `{"x":${'9'.repeat(100_000)}${rest}` },
  ];
  for (const { name } of type.fieldsArray) {
    const [what, json] = values[random.nextBelow(values.length)] ?? ['null', 'null'];
    mutants.push({ name: `${name} is ${what}`, body: `{"${name}":${json}}` });
    const [another, text] = values[random.nextBelow(values.length)] ?? ['null', 'null'];
    mutants.push({ name: `${name} is ${another}`, body: `{"${name}":${text}}` });
  }
  return mutants;
}
