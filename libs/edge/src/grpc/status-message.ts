// `grpc-message` travels in a header, and headers are printable ASCII: everything else, and the
// percent sign itself, is sent as %XX of its UTF-8 bytes.

const plainText = /^[ -$&-~]*$/;

/** The header form of a status message. */
export function encodeStatusMessage(message: string): string {
  if (plainText.test(message)) return message;
  let encoded = '';
  for (const byte of Buffer.from(message, 'utf8')) {
    const plain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
    encoded += plain
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}
