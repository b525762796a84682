import { Binary, Long } from 'bson';
import { badValue, failedToParse } from '../errors.ts';
import { toNumber } from '../values/numbers.ts';
import { isNumeric } from '../values/types.ts';

/** The test of a `$bits…` operator; both sides are integers of any length, negative numbers being sign-extended. */
export const bitsTest =
  (accepts: (value: bigint, mask: bigint) => boolean) =>
  (operand: unknown): ((value: unknown) => boolean) => {
    const mask = maskOf(operand);
    return (value) => {
      const bits = bitsOf(value);
      return bits !== undefined && accepts(bits, mask);
    };
  };

const maskOf = (operand: unknown): bigint => {
  if (Array.isArray(operand)) {
    return operand.reduce<bigint>((mask, position: unknown) => {
      const bit = bitsOf(position);
      if (bit === undefined || bit < 0n) throw badValue('bit positions must be integers >= 0');
      return mask | (1n << bit);
    }, 0n);
  }
  const mask = bitsOf(operand);
  if (mask === undefined) throw badValue('takes an Array, a number, or a BinData but received another type');
  if (mask < 0n) throw failedToParse('Expected a non-negative number');
  return mask;
};

/** Bytes are little-endian. Numbers that are no 64-bit integers have no bits. */
const bitsOf = (value: unknown): bigint | undefined => {
  if (value instanceof Binary) {
    const hex = Buffer.from(value.buffer.subarray(0, value.position).toReversed()).toString('hex');
    return hex === '' ? 0n : BigInt(`0x${hex}`);
  }
  if (!isNumeric(value)) return undefined;
  if (value instanceof Long) return value.toBigInt();
  const number = toNumber(value);
  return Number.isInteger(number) && Math.abs(number) < 2 ** 63 ? BigInt(number) : undefined;
};
