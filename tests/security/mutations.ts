// Requests that no client sends: a good one with something wrong in it, chosen from a seed, and what the rules
// of protobuf leave open. Names say what is wrong; a failure can be made again from them.
import type { SeededRandom } from '@cairn/core';
import type protobuf from 'protobufjs';

export interface Mutant {
  readonly name: string;
  readonly message: Uint8Array;
  /**
   * Implementations of protobuf disagree about whether it can be read, those of different releases of etcd too:
   * all that can be asked is that it does no harm.
   */
  readonly isDisputed: boolean;
}

/**
 * A field of another type is skipped or refused, a text that is no UTF-8 refused or taken; how deep is too deep is
 * everybody's own choice, and so is how carefully what nobody knows is looked at before it is skipped.
 */
const disputed =
  /^(field number 0|an integer of 11 bytes|a tag that is longer|.*groups?\b|five hundred messages)|is (text|an integer|no UTF-8|long)$/;

/** Of every request. */
export const mutantsMin = 50;
/** How many have something wrong in a field, and how many by chance; types with few fields have more of these. */
const [saidMax, chanceMin] = [40, 12];
/** Above what a server takes. */
const oversizeBytes = 3 * 1024 * 1024;
const integerTypes = new Set(['int32', 'int64', 'uint32', 'uint64', 'bool']);
const unknownField = 536_870_911;

/** Wire types (https://protobuf.dev/programming-guides/encoding). */
const [varintType, fixed64Type, bytesType, groupType, groupEndType, fixed32Type] = [
  0, 1, 2, 3, 4, 5,
];

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  do {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}

function tag(field: number, wireType: number): Buffer {
  return varint((BigInt(field) << 3n) | BigInt(wireType));
}

function lengthDelimited(field: number, content: Uint8Array): Buffer {
  return Buffer.concat([tag(field, bytesType), varint(BigInt(content.length)), content]);
}

function integer(field: number, value: bigint): Buffer {
  return Buffer.concat([tag(field, varintType), varint(value)]);
}

/** The message inside itself where its type allows that, or inside of fields that nobody knows. */
function nested(type: protobuf.Type, depth: number): Uint8Array {
  const way = wayToItself(type) ?? [unknownField];
  let message: Uint8Array = Buffer.alloc(0);
  for (let level = 0; level < depth; level += 1) {
    for (const field of way.toReversed()) message = lengthDelimited(field, message);
  }
  return message;
}

/** Field numbers that lead from a type to itself. */
function wayToItself(type: protobuf.Type): readonly number[] | undefined {
  const ways: { readonly at: protobuf.Type; readonly way: readonly number[] }[] = [
    { at: type, way: [] },
  ];
  const seen = new Set<protobuf.Type>();
  for (const { at, way } of ways) {
    for (const { id, resolvedType } of at.fieldsArray) {
      if (resolvedType === type) return [...way, id];
      if (resolvedType === null || !('fieldsArray' in resolvedType)) continue;
      if (seen.has(resolvedType)) continue;
      seen.add(resolvedType);
      ways.push({ at: resolvedType, way: [...way, id] });
    }
  }
  return undefined;
}

function groups(depth: number): Buffer {
  const starts = Array.from({ length: depth }, () => tag(unknownField, groupType));
  const ends = Array.from({ length: depth }, () => tag(unknownField, groupEndType));
  return Buffer.concat([...starts, ...ends]);
}

type Change = Omit<Mutant, 'isDisputed'>;

/** What goes wrong around a good message, whatever it is. */
function aroundIt(message: Uint8Array, type: protobuf.Type): readonly Change[] {
  const after = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat([message, ...parts]);
  const bytesOfLength = (length: bigint): Uint8Array => after(tag(1, bytesType), varint(length));
  return [
    { name: 'nothing', message: Buffer.alloc(0) },
    { name: 'twice', message: after(message) },
    { name: 'a byte that starts no field', message: after(Buffer.of(0xff)) },
    { name: 'field number 0', message: after(Buffer.of(2, 1, 97)) },
    { name: 'wire type 6', message: after(tag(1, 6), Buffer.of(1)) },
    { name: 'wire type 7', message: after(tag(1, 7), Buffer.of(1)) },
    { name: 'a length beyond the message', message: bytesOfLength(100n) },
    { name: 'a length of 2 GiB', message: bytesOfLength(2n ** 31n - 1n) },
    { name: 'a length of 4 GiB', message: bytesOfLength(2n ** 32n - 1n) },
    { name: 'a negative length', message: bytesOfLength(-1n) },
    { name: 'an integer without an end', message: after(tag(1, 0), Buffer.alloc(9, 0xff)) },
    {
      name: 'an integer of 11 bytes',
      message: after(tag(1, 0), Buffer.alloc(10, 0xff), Buffer.of(1)),
    },
    {
      name: 'a tag that is longer than it need be',
      message: after(Buffer.of(0xf8, 0xff, 0xff, 0xff, 0x8f, 0x00), Buffer.of(1)),
    },
    { name: 'a tag of ten bytes', message: after(Buffer.alloc(9, 0xff), Buffer.of(0x01, 1)) },
    { name: 'an unknown field', message: after(lengthDelimited(unknownField, Buffer.from('x'))) },
    {
      name: 'a thousand unknown fields',
      message: after(...Array.from({ length: 1_000 }, (_, i) => integer(10_000 + i, 1n))),
    },
    {
      name: 'unknown fixed fields',
      message: after(
        tag(9_999, fixed64Type),
        Buffer.alloc(8),
        tag(9_999, fixed32Type),
        Buffer.alloc(4),
      ),
    },
    {
      name: 'a fixed field that is cut off',
      message: after(tag(9_999, fixed64Type), Buffer.alloc(3)),
    },
    { name: 'a group', message: after(groups(1)) },
    { name: 'a group without an end', message: after(tag(unknownField, groupType)) },
    { name: 'an end without a group', message: after(tag(unknownField, groupEndType)) },
    {
      name: 'the end of another group',
      message: after(tag(9_998, groupType), tag(9_999, groupEndType)),
    },
    { name: 'ten thousand groups in each other', message: after(groups(10_000)) },
    { name: 'fifty messages in each other', message: nested(type, 50) },
    { name: 'five hundred messages in each other', message: nested(type, 500) },
    {
      name: 'more than a server takes',
      message: after(lengthDelimited(unknownField, Buffer.alloc(oversizeBytes))),
    },
  ];
}

/** What a field may be made to say, as the field alone. */
function sayings({ name, id, type, resolvedType }: protobuf.Field): readonly Change[] {
  const one = (what: string, message: Uint8Array): Change => ({ name: `${name} ${what}`, message });
  const isMessage = resolvedType !== null && 'fieldsArray' in resolvedType;
  if (integerTypes.has(type) || (resolvedType !== null && !isMessage)) {
    return [
      one('is -1', integer(id, -1n)),
      one('is the least', integer(id, -(2n ** 63n))),
      one('is the greatest', integer(id, 2n ** 63n - 1n)),
      one('is out of range', integer(id, 77n)),
      one('is text', lengthDelimited(id, Buffer.from('text'))),
    ];
  }
  const isInteger = one('is an integer', integer(id, 1n));
  if (isMessage) {
    return [
      isInteger,
      one('is empty', lengthDelimited(id, Buffer.alloc(0))),
      one('is garbage', lengthDelimited(id, Buffer.of(0xff, 0xfe, 0x67))),
    ];
  }
  const repeated = Array.from({ length: 100 }, () => lengthDelimited(id, Buffer.of(97)));
  return [
    isInteger,
    one('is no UTF-8', lengthDelimited(id, Buffer.of(0xc0, 0x80, 0xff, 0x00))),
    one('is long', lengthDelimited(id, Buffer.alloc(100_000, 0xff))),
    one('comes a hundred times', Buffer.concat(repeated)),
  ];
}

/** The same of the fields of fields; a type that is inside itself only once. */
function sayingsWithin(type: protobuf.Type, above: ReadonlySet<protobuf.Type>): readonly Change[] {
  return type.fieldsArray.flatMap((field) => {
    const { name, id, resolvedType } = field.resolve();
    const own = sayings(field);
    if (resolvedType === null || !('fieldsArray' in resolvedType) || above.has(resolvedType)) {
      return own;
    }
    const within = sayingsWithin(resolvedType, new Set([...above, resolvedType]));
    return [
      ...own,
      ...within.map((inner) => ({
        name: `${name}.${inner.name}`,
        message: lengthDelimited(id, inner.message),
      })),
    ];
  });
}

/** A good message in which chance has changed something. */
function byChance(message: Uint8Array, random: SeededRandom): Change {
  const bytes = Buffer.from(message);
  const at = random.nextBelow(Math.max(1, bytes.length));
  switch (random.nextBelow(4)) {
    case 0:
      return { name: `cut off after ${at}`, message: bytes.subarray(0, at) };
    case 1: {
      const bit = random.nextBelow(8);
      if (bytes.length > 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      return { name: `bit ${bit} of byte ${at} turned`, message: bytes };
    }
    case 2: {
      const more = Buffer.from(
        Array.from({ length: 1 + random.nextBelow(4) }, () => random.nextBelow(256)),
      );
      return {
        name: `${more.toString('hex')} put in at ${at}`,
        message: Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]),
      };
    }
    default: {
      const length = 1 + random.nextBelow(60);
      const any = Buffer.from(Array.from({ length }, () => random.nextBelow(256)));
      return { name: `random ${any.toString('hex')}`, message: any };
    }
  }
}

/** @param message a good request of this type. */
export function mutantsOf(
  type: protobuf.Type,
  message: Uint8Array,
  random: SeededRandom,
): readonly Mutant[] {
  const around = aroundIt(message, type);
  const said = sayingsWithin(type, new Set([type])).map((saying) => ({
    name: saying.name,
    // Of a field that comes twice the last counts, of a message that does both together.
    message: Buffer.concat([message, saying.message]),
  }));
  const chosen = Array.from({ length: Math.min(said.length, saidMax) }, () => {
    const [one] = said.splice(random.nextBelow(said.length), 1);
    return one;
  }).filter((one) => one !== undefined);
  const named = [...around, ...chosen].map((change) => ({
    ...change,
    isDisputed: disputed.test(change.name),
  }));
  const chanceCount = Math.max(mutantsMin - named.length, chanceMin);
  const chance = Array.from({ length: chanceCount }, () => ({
    ...byChance(message, random),
    isDisputed: true,
  }));
  return [...named, ...chance];
}
