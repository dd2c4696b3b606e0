import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GrpcFailure } from './failure.ts';
import { parseGrpcTimeout } from './timeout.ts';

test('every unit of grpc-timeout becomes milliseconds', () => {
  assert.equal(parseGrpcTimeout('2H'), 7_200_000);
  assert.equal(parseGrpcTimeout('3M'), 180_000);
  assert.equal(parseGrpcTimeout('5S'), 5_000);
  assert.equal(parseGrpcTimeout('99999999m'), 99_999_999);
  assert.equal(parseGrpcTimeout('4999999u'), 4_999.999);
  assert.equal(parseGrpcTimeout('500000n'), 0.5);
  assert.equal(parseGrpcTimeout('0n'), 0);
});

test('a malformed grpc-timeout is refused with the text of grpc-go', () => {
  const refusals: Readonly<Record<string, string>> = {
    S: 'malformed grpc-timeout: transport: timeout string is too short: "S"',
    '123456789S': 'malformed grpc-timeout: transport: timeout string is too long: "123456789S"',
    '5x': 'malformed grpc-timeout: transport: timeout unit is not recognized: "5x"',
    '-5S': 'malformed grpc-timeout: strconv.ParseUint: parsing "-5": invalid syntax',
    '+5S': 'malformed grpc-timeout: strconv.ParseUint: parsing "+5": invalid syntax',
    ' 5S': 'malformed grpc-timeout: strconv.ParseUint: parsing " 5": invalid syntax',
    '1e3S': 'malformed grpc-timeout: strconv.ParseUint: parsing "1e3": invalid syntax',
  };
  for (const [text, message] of Object.entries(refusals)) {
    assert.throws(
      () => parseGrpcTimeout(text),
      (error) => error instanceof GrpcFailure && error.code === 13 && error.message === message,
      text,
    );
  }
});
