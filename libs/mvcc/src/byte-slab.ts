// Space for small records, cut from larger pieces. A typed array of its own costs about a microsecond
// (its memory is allocated outside the heap and tracked there), a view into a piece a tenth of that.
//
// The price: a record that is kept keeps its whole piece. Records go into the backend, which copies
// them, and into events, which are short-lived; so the pieces are small and large records stay apart.
const slabSizeBytes = 16 * 1024;
const recordSizeBytesMax = 1024;

let slab = new Uint8Array(slabSizeBytes);
let used = 0;

/** All zero, and nobody else's. */
export function allocateBytes(sizeBytes: number): Uint8Array {
  if (sizeBytes > recordSizeBytesMax) return new Uint8Array(sizeBytes);
  if (used + sizeBytes > slabSizeBytes) {
    slab = new Uint8Array(slabSizeBytes);
    used = 0;
  }
  const bytes = slab.subarray(used, used + sizeBytes);
  used += sizeBytes;
  return bytes;
}
