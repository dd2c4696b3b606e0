// What `etcdctl -w protobuf` prints: the answer as it would be on the wire. Two servers may write the same
// answer with other bytes, so what is compared is what a client reads out of them.
import { subcommandOf } from './subcommands.ts';
import { toPlain } from '../../kit/index.ts';

/** As JSON, one field a line; as it is where etcdctl prints a text in every format. */
export function decoded(args: readonly string[], printed: string): string {
  const codec = subcommandOf(args)?.answer;
  if (codec === undefined) return printed;
  const answer = toPlain(codec.decode(Buffer.from(printed, 'latin1')));
  return JSON.stringify(answer, undefined, 1);
}
