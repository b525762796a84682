import { mongo } from 'mongoose';
import { expect, test } from 'vitest';
import { DbDeadlineError } from './db-deadline.ts';
import { isDbUnavailable } from './db.ts';

const answer = (code: number, more = {}) => new mongo.MongoServerError({ message: 'refused', code, ...more });

test.each([
  ['NotWritablePrimary', 10_107],
  ['NotPrimaryNoSecondaryOk', 13_435],
  ['NotPrimaryOrSecondary', 13_436],
  ['InterruptedDueToReplStateChange', 11_602],
  ['InterruptedAtShutdown', 11_600],
  ['PrimarySteppedDown', 189],
  ['ShutdownInProgress', 91],
  ['LegacyNotPrimary', 10_058],
  ['WriteConcernTimeout', 64],
  ['UnsatisfiableWriteConcern', 100],
  ['ReadConcernMajorityNotAvailableYet', 134],
  ['MaxTimeMSExpired', 50],
  ['ExceededTimeLimit', 262],
  ['HostUnreachable', 6],
  ['HostNotFound', 7],
  ['NetworkTimeout', 89],
  ['SocketException', 9001],
])('%s means that the database could not answer', (_, code) => {
  expect(isDbUnavailable(answer(code))).toBe(true);
});

test('so do the label of a retryable write, a broken connection and the deadline', () => {
  expect(isDbUnavailable(answer(1, { errorLabels: ['RetryableWriteError'] }))).toBe(true);
  expect(isDbUnavailable(new mongo.MongoNetworkError('connection closed'))).toBe(true);
  expect(isDbUnavailable(new DbDeadlineError('late'))).toBe(true);
});

test.each([
  ['a duplicate key', answer(11_000)],
  ['a refused command', answer(59)],
  ['a missing permission', answer(13)],
  ['an error of this program', new TypeError('undefined')],
])('%s does not', (_, error) => {
  expect(isDbUnavailable(error)).toBe(false);
});
