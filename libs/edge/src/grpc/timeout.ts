// `grpc-timeout`: one to eight decimal digits and a unit. The texts of the refusals are what a
// client of grpc-go sees, since tools print them and people search for them.
import { GrpcCode } from '@cairn/proto';
import { GrpcFailure } from './failure.ts';

const millisecondsPerUnit: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 1e-3,
  n: 1e-6,
};

/** One unit letter after at most eight digits. */
const textLengthMin = 2;
const textLengthMax = 9;

/** Answers milliseconds, fractions included. @throws GrpcFailure */
export function parseGrpcTimeout(text: string): number {
  if (text.length < textLengthMin) throw malformed(`transport: timeout string is too short`, text);
  if (text.length > textLengthMax) throw malformed(`transport: timeout string is too long`, text);
  const unitMs = millisecondsPerUnit[text.charAt(text.length - 1)];
  if (unitMs === undefined) throw malformed(`transport: timeout unit is not recognized`, text);
  const digits = text.slice(0, -1);
  if (!/^[0-9]+$/.test(digits)) {
    throw new GrpcFailure(
      GrpcCode.internal,
      `malformed grpc-timeout: strconv.ParseUint: parsing ${JSON.stringify(digits)}: invalid syntax`,
    );
  }
  return Number(digits) * unitMs;
}

function malformed(reason: string, text: string): GrpcFailure {
  return new GrpcFailure(
    GrpcCode.internal,
    `malformed grpc-timeout: ${reason}: ${JSON.stringify(text)}`,
  );
}
