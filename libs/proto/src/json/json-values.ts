// The JSON values in a request body, one after the other. A stream of requests is a body with several
// values and nothing between them, and etcd takes the first value of any other body and does not look
// at what follows; so where a value ends has to be found before it can be parsed.
//
// The same pass bounds how deep values are nested: what comes after it may recurse.
import { JsonMistake } from './json-mistake.ts';

/** A nested transaction takes three; so this is less than what the generated code puts up with. */
export const jsonDepthMax: number = 120;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket, comma] = [
  0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d, 0x2c,
];
/** Integers that a double cannot hold have at least so many digits. */
const manyDigits = /\d{16}/;
/** Those of 64 bits have at most so many characters. */
const integerLengthMax = 20;

export class JsonValues {
  readonly #text: string;
  #offset = 0;

  /** @throws JsonMistake when the bytes are no UTF-8. */
  constructor(body: Uint8Array) {
    try {
      this.#text = decoder.decode(body);
    } catch (error) {
      throw new JsonMistake('invalid UTF-8', { cause: error });
    }
  }

  /**
   * The next value, integers beyond the safe range as `bigint`; undefined = nothing but white space is
   * left.
   *
   * @throws JsonMistake
   */
  next(): unknown {
    const begin = this.#skipSpace();
    if (begin === this.#text.length) return undefined;
    this.#offset = this.#endOfValue(begin);
    return parse(this.#text.slice(begin, this.#offset));
  }

  #skipSpace(): number {
    let at = this.#offset;
    while (at < this.#text.length && isSpace(this.#text.charCodeAt(at))) at += 1;
    return at;
  }

  #endOfValue(begin: number): number {
    const text = this.#text;
    let depth = 0;
    for (let at = begin; at < text.length; at += 1) {
      const character = text.charCodeAt(at);
      if (character === quote) {
        at = this.#endOfString(at);
        if (depth === 0) return at + 1;
      } else if (character === openBrace || character === openBracket) {
        depth += 1;
        if (depth > jsonDepthMax) throw new JsonMistake('exceeded maximum recursion depth');
      } else if (character === closeBrace || character === closeBracket) {
        depth -= 1;
        if (depth <= 0) return at + 1;
      } else if (depth === 0 && (isSpace(character) || character === comma)) {
        return Math.max(at, begin + 1);
      }
    }
    if (depth > 0) throw new JsonMistake('unexpected EOF');
    return text.length;
  }

  /** The place of the closing quote. */
  #endOfString(begin: number): number {
    let end = this.#text.indexOf('"', begin + 1);
    while (end >= 0 && this.#isEscaped(end)) end = this.#text.indexOf('"', end + 1);
    if (end < 0) throw new JsonMistake('unexpected EOF');
    return end;
  }

  #isEscaped(at: number): boolean {
    let backslashes = 0;
    while (this.#text.charCodeAt(at - 1 - backslashes) === backslash) backslashes += 1;
    return backslashes % 2 === 1;
  }
}

function isSpace(character: number): boolean {
  return character === 0x20 || character === 0x0a || character === 0x0d || character === 0x09;
}

function parse(text: string): unknown {
  try {
    return manyDigits.test(text) ? JSON.parse(text, keepInteger) : JSON.parse(text);
  } catch (error) {
    // Its own text would quote what was sent.
    throw new JsonMistake('invalid JSON', { cause: error });
  }
}

/** A number is rounded when it is parsed; its source is not. */
function keepInteger(
  _key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? '';
  const isInteger = source.length <= integerLengthMax && /^-?\d+$/.test(source);
  return isInteger ? BigInt(source) : value;
}
