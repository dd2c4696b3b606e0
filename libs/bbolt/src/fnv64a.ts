const offsetBasis = 0xcbf2_9ce4_8422_2325n;
const prime = 0x0000_0100_0000_01b3n;

/** FNV-1a with 64 bits, for the 56 bytes of a meta: BigInt is slow, and it does not matter. */
export function fnv64a(bytes: Uint8Array): bigint {
  let hash = offsetBasis;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime);
  return hash;
}
