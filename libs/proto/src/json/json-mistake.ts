/**
 * JSON that is none, or does not fit the message. The text is for the client; it names the place and
 * never repeats a value, which may be a password.
 */
export class JsonMistake extends Error {
  override readonly name = 'JsonMistake';
}
