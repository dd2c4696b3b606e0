// One type of message, between JSON and the bytes of protobuf, as etcd's JSON gateway writes and reads
// it: names as in the .proto file (lowerCamelCase is understood too), enums by name (numbers are
// understood too), default values left out, unknown fields and unknown names of enums skipped.
//
// Input is a client's: only the names of the schema are ever read from it or written to an object, so
// `__proto__` is an unknown field like any other. How deep it is nested was bounded when it was parsed.
import { assert } from '@cairn/core';
import { etcdserverpb, v3electionpb, v3lockpb } from '../gen/messages.js';
import { schema } from '../gen/schema.ts';
import { JsonMistake } from './json-mistake.ts';
import { isDefault, scalarFromJson, scalarToJson } from './scalars.ts';
import type { EnumField, FieldSchema } from './schema.ts';

type Fields = Record<string, unknown>;

interface MessageCodec {
  encode(message: Fields): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Fields;
}

export interface MessageJson {
  /**
   * @param value as JSON.parse makes it; integers may be `bigint`.
   * @throws JsonMistake
   */
  fromJson(value: unknown): Uint8Array;
  /** @param message what a service answers; throws when the bytes are no such message. */
  toJson(message: Uint8Array): string;
}

/** @param name full name of a request or response of etcd's services. */
export function messageJson(name: string): MessageJson {
  const codec = codecOf(name);
  return {
    fromJson: (value) => codec.encode(fieldsFromJson(name, value)).finish(),
    toJson: (message) => fieldsToJson(name, codec.decode(message)),
  };
}

const packages: Readonly<Record<string, object>> = { etcdserverpb, v3electionpb, v3lockpb };

function codecOf(name: string): MessageCodec {
  const [packageName = '', messageName = ''] = name.split('.');
  const messages = packages[packageName] as Readonly<Record<string, MessageCodec>> | undefined;
  const codec = messages?.[messageName];
  assert(codec !== undefined, `no generated code for message ${name}`);
  return codec;
}

/** Made when first needed: most programs that load this package never do. */
const indexes = new Map<string, ReadonlyMap<string, FieldSchema>>();
const enumNames = new Map<string, ReadonlyMap<number, string>>();

function fieldsOf(name: string): readonly FieldSchema[] {
  const fields = schema.messages[name];
  assert(fields !== undefined, `no schema for message ${name}`);
  return fields;
}

function fieldsByName(name: string): ReadonlyMap<string, FieldSchema> {
  let index = indexes.get(name);
  if (index === undefined) {
    index = new Map(
      fieldsOf(name).flatMap((field) => [
        [field.jsonName, field],
        [field.name, field],
      ]),
    );
    indexes.set(name, index);
  }
  return index;
}

function fieldsFromJson(name: string, value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new JsonMistake(`a message ${name} is a JSON object`);
  }
  const known = fieldsByName(name);
  const fields: Fields = {};
  const given = new Set<string>();
  for (const [key, item] of Object.entries(value)) {
    const field = known.get(key);
    if (field === undefined || item === null) continue;
    const place = `${name}.${field.name}`;
    const what = field.oneof ?? field.name;
    if (given.has(what)) throw new JsonMistake(`${what} of ${name} is given twice`);
    given.add(what);
    const read = field.isRepeated
      ? listFromJson(field, item, place)
      : itemFromJson(field, item, place);
    if (read !== undefined) fields[field.name] = read;
  }
  return fields;
}

function listFromJson(field: FieldSchema, value: unknown, place: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new JsonMistake(`field ${place} is a list`);
  return value.map((item) => itemFromJson(field, item, place)).filter((item) => item !== undefined);
}

/** undefined = to be skipped. */
function itemFromJson(field: FieldSchema, value: unknown, place: string): unknown {
  if (field.type === 'message') return fieldsFromJson(field.of, value);
  if (field.type === 'enum') return enumFromJson(field, value, place);
  return scalarFromJson(field.type, value, place);
}

function enumFromJson({ of }: EnumField, value: unknown, place: string): number | undefined {
  const values = schema.enums[of] ?? {};
  if (typeof value === 'string') return Object.hasOwn(values, value) ? values[value] : undefined;
  if (typeof value === 'number') return scalarFromJson('int32', value, place) as number;
  throw new JsonMistake(`invalid value for enum field ${place}`);
}

function fieldsToJson(name: string, fields: Fields): string {
  let text = '';
  for (const field of fieldsOf(name)) {
    const value = fields[field.name];
    if (isLeftOut(field, fields, value)) continue;
    const written = field.isRepeated
      ? `[${(value as readonly unknown[]).map((item) => itemToJson(field, item)).join(',')}]`
      : itemToJson(field, value);
    text += `${text === '' ? '' : ','}"${field.name}":${written}`;
  }
  return `{${text}}`;
}

function isLeftOut(field: FieldSchema, fields: Fields, value: unknown): boolean {
  if (field.isRepeated) return !Array.isArray(value) || value.length === 0;
  if (field.type === 'message') return value === null || value === undefined;
  if (field.oneof !== undefined) return !Object.hasOwn(fields, field.name);
  return isDefault(value);
}

function itemToJson(field: FieldSchema, value: unknown): string {
  if (field.type === 'message') return fieldsToJson(field.of, value as Fields);
  if (field.type === 'enum') return enumToJson(field, value as number);
  return scalarToJson(field.type, value);
}

function enumToJson({ of }: EnumField, value: number): string {
  let names = enumNames.get(of);
  if (names === undefined) {
    names = new Map(Object.entries(schema.enums[of] ?? {}).map(([name, number]) => [number, name]));
    enumNames.set(of, names);
  }
  const name = names.get(value);
  return name === undefined ? String(value) : `"${name}"`;
}
