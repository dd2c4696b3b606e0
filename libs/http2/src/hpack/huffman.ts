// Strings in the Huffman code of RFC 7541. Decoding bit by bit down a tree costs a branch that nobody
// can predict per bit, so the tree is turned into a machine that takes four bits a step: no code is
// shorter than five, so a step ends at most one symbol, and writing the output needs no branch. The
// tables take 16 KiB (steps of eight bits would take 256). What is wrong with a string is only
// asked once, of the state it ends in.
import { assert } from '@cairn/core';
import { HpackError } from './hpack-error.ts';
import { codeLengths, codes, endOfString } from './huffman-code.ts';
import { octetsToString } from './octet-string.ts';

// A state is a node of the tree: the bits read since the last whole symbol. A step has the octet that
// it ends in bits 0–7, whether it ends one in bit 8, and from bit 16 on where the next state's steps are.
const endsSymbolBit = 8;
const nextStateShift = 16;
const stepsPerState = 16;

interface Machine {
  readonly steps: Int32Array;
  /** By state: may a string end here? */
  readonly isEnd: Uint8Array;
  readonly deadState: number;
}

/** Internal nodes of the tree: two children each, a node's number or the complement of a symbol. */
function makeTree(): Int16Array {
  // A full tree has one internal node less than leaves.
  const children = new Int16Array(2 * endOfString);
  let nodes = 1;
  for (let symbol = 0; symbol <= endOfString; symbol++) {
    const code = codes[symbol] as number;
    let node = 0;
    for (let bit = (codeLengths[symbol] as number) - 1; bit > 0; bit--) {
      const child = 2 * node + ((code >>> bit) & 1);
      if (children[child] === 0) children[child] = nodes++;
      node = children[child] as number;
    }
    children[2 * node + (code & 1)] = ~symbol;
  }
  return children;
}

function makeMachine(): Machine {
  const children = makeTree();
  const deadState = endOfString;
  const steps = new Int32Array((deadState + 1) * stepsPerState);
  for (let state = 0; state <= deadState; state++) {
    for (let input = 0; input < stepsPerState; input++) {
      let node = state;
      let output = 0;
      for (let bit = 3; bit >= 0 && node !== deadState; bit--) {
        node = children[2 * node + ((input >>> bit) & 1)] as number;
        if (node >= 0) continue;
        // The code for the end of the string must not occur in it (section 5.2).
        const symbol = ~node;
        node = symbol === endOfString ? deadState : 0;
        if (node === 0) output = (1 << endsSymbolBit) | symbol;
      }
      steps[state * stepsPerState + input] = output | ((node * stepsPerState) << nextStateShift);
    }
  }
  // Fewer than eight bits may follow the last symbol, all of them ones.
  const isEnd = new Uint8Array(deadState + 1);
  for (let node = 0, bits = 0; bits < 8; bits++) {
    isEnd[node] = 1;
    node = children[2 * node + 1] as number;
  }
  return { steps, isEnd, deadState };
}

const { steps, isEnd, deadState } = makeMachine();

/** Used by one call at a time; longer strings get their own. */
const scratch = new Uint8Array(4096);

/** The string that the octets from `start` to `end` stand for. Throws HpackError. */
export function decodeHuffman(octets: Uint8Array, start: number, end: number): string {
  // Five bits make a symbol at best; and the last step writes, whether it ends a symbol or not.
  const outputMax = Math.floor(((end - start) * 8) / 5) + 1;
  const output = outputMax <= scratch.length ? scratch : new Uint8Array(outputMax);
  let length = 0;
  let state = 0;
  for (let i = start; i < end; i++) {
    const octet = octets[i] as number;
    let step = steps[state + (octet >>> 4)] as number;
    output[length] = step;
    length += (step >>> endsSymbolBit) & 1;
    step = steps[(step >>> nextStateShift) + (octet & 15)] as number;
    output[length] = step;
    length += (step >>> endsSymbolBit) & 1;
    state = step >>> nextStateShift;
  }
  state /= stepsPerState;
  if (isEnd[state] === 0) {
    throw new HpackError(
      state === deadState
        ? 'a Huffman string contains the end-of-string symbol'
        : 'a Huffman string does not end in up to seven bits of padding, all ones',
    );
  }
  return octetsToString(output, 0, length);
}

/** Octets that {@link writeHuffman} writes. */
export function huffmanOctets(text: string): number {
  let bits = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    assert(char <= 0xff, 'a header field has one octet a char');
    bits += codeLengths[char] as number;
  }
  return (bits + 7) >>> 3;
}

/** Writes the code of `text`, one octet a char, at `offset`; returns the offset behind it. */
export function writeHuffman(text: string, target: Uint8Array, offset: number): number {
  // Fewer than eight bits wait for their octet. Above them `waiting` has what was written before, and
  // a code that comes in parts has its parts before: the same bits again, so nothing needs a mask.
  let waiting = 0;
  let waitingBits = 0;
  let at = offset;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    const code = codes[char] as number;
    let codeBits = codeLengths[char] as number;
    for (; codeBits > 8; codeBits -= 8) {
      waiting = (waiting << 8) | (code >> (codeBits - 8));
      target[at++] = waiting >> waitingBits;
    }
    waiting = (waiting << codeBits) | code;
    waitingBits += codeBits;
    // Most codes are shorter than an octet, and whether one completes an octet nobody can predict:
    // what is written too early is written again.
    target[at] = waiting >> (waitingBits - 8);
    at += waitingBits >> 3;
    waitingBits &= 7;
  }
  if (waitingBits > 0) target[at++] = (waiting << (8 - waitingBits)) | (0xff >> waitingBits);
  return at;
}
