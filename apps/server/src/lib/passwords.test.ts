import { availableParallelism } from 'node:os';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { bcryptThreads, hashingConcurrency } from './hashing-threads.ts';
import { PasswordsBusyError, createPasswords } from './passwords.ts';

/** bcrypt's minimum cost. */
const COST = 4;
const passwords = createPasswords({ cost: COST });

describe('the whole password is checked', () => {
  test('the same one matches, a different one does not', async () => {
    const hash = await passwords.hash('correct horse battery');
    expect(await passwords.verify('correct horse battery', hash)).toBe(true);
    for (const other of ['Correct horse battery', 'correct horse battery ', 'correct horse', ''])
      expect(await passwords.verify(other, hash)).toBe(false);
  });

  test('beyond the 72 bytes that bcrypt reads', async () => {
    const long = 'x'.repeat(127);
    const hash = await passwords.hash(`${long}a`);
    expect(await passwords.verify(`${long}a`, hash)).toBe(true);
    expect(await passwords.verify(`${long}b`, hash)).toBe(false);
    expect(await passwords.verify('x'.repeat(72), hash)).toBe(false);
  });

  test('beyond 72 bytes of multi-byte characters', async () => {
    const long = '각'.repeat(127);
    const hash = await passwords.hash(`${long}🔑`);
    expect(await passwords.verify(`${long}🔑`, hash)).toBe(true);
    expect(await passwords.verify(`${long}🔒`, hash)).toBe(false);
  });

  test('beyond a zero byte, at which bcrypt stops', async () => {
    const hash = await passwords.hash('before\0after');
    expect(await passwords.verify('before\0after', hash)).toBe(true);
    expect(await passwords.verify('before\0other', hash)).toBe(false);
    expect(await passwords.verify('before', hash)).toBe(false);
  });
});

describe('what is stored', () => {
  test('is bcrypt with the configured cost, salted', async () => {
    const [one, other] = await Promise.all([passwords.hash('the same'), passwords.hash('the same')]);
    expect(one).toEqual({ passwordHash: expect.stringMatching(/^\$2b\$04\$[./A-Za-z0-9]{53}$/) });
    expect(one.passwordHash).not.toBe(other.passwordHash);
  });

  test('needs a rehash when its cost is not the current one, be it lower or higher', async () => {
    const hash = await passwords.hash('x');
    expect(passwords.needsRehash(hash)).toBe(false);
    expect(createPasswords({ cost: COST + 1 }).needsRehash(hash)).toBe(true);
    const dearer = await createPasswords({ cost: COST + 1 }).hash('x');
    expect(passwords.needsRehash(dearer)).toBe(true);
    expect(await passwords.verify('x', dearer)).toBe(true);
  });
});

describe('an unknown user cannot be told from a wrong password', () => {
  const compare = vi.spyOn(bcryptThreads, 'compare');
  const hashing = vi.spyOn(bcryptThreads, 'hash');
  afterEach(() => vi.clearAllMocks());

  test('by the work: one comparison each at the current cost, even the very first time', async () => {
    const fresh = createPasswords({ cost: COST + 1 });
    const hash = await fresh.hash('real');
    vi.clearAllMocks();
    expect(await fresh.verify('wrong', null)).toBe(false);
    expect(await fresh.verify('wrong', hash)).toBe(false);
    expect(compare).toHaveBeenCalledTimes(2);
    expect(hashing).not.toHaveBeenCalled();
    const [dummy, real] = compare.mock.calls.map(([, compared]) => compared);
    expect(real).toBe(hash.passwordHash);
    expect(dummy).toHaveLength(hash.passwordHash.length);
    // A malformed hash would be rejected without any work.
    expect(dummy).toMatch(/^\$2b\$05\$[./A-Za-z0-9]{53}$/);
  });

  test('and an unknown user never signs in, even if the comparison succeeded', async () => {
    for (const password of ['', '.', 'password', '\0'])
      expect(await passwords.verify(password, null)).toBe(false);
    compare.mockImplementationOnce(() => Promise.resolve(true));
    expect(await passwords.verify('password', null)).toBe(false);
  });
});

describe('a storm of sign-ins', () => {
  const atATime = hashingConcurrency(1);

  test('beyond the queue is refused at once, and those that wait are done', async () => {
    const bounded = createPasswords({ cost: COST, maxWaiting: 3 });
    const hash = await bounded.hash('x');
    const storm = Array.from({ length: atATime + 3 + 5 }, () => bounded.verify('x', hash));
    const results = await Promise.allSettled(storm);
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused).toHaveLength(5);
    expect(refused.every((reason) => reason instanceof PasswordsBusyError)).toBe(true);
    expect(results.slice(0, atATime + 3).every(({ status }) => status === 'fulfilled')).toBe(true);
  });

  test('finds its share of the cores and of the queue in one of several processes', async () => {
    const processes = availableParallelism() * 2;
    const share = createPasswords({ cost: COST, processes, maxWaiting: 3 * processes });
    const storm = Array.from({ length: 1 + 3 + 5 }, () => share.verify('x', null));
    const results = await Promise.allSettled(storm);
    expect(results.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 1 + 3 }, () => 'fulfilled'),
      ...Array.from({ length: 5 }, () => 'rejected'),
    ]);
  });

  test('an unknown user waits in the same queue', async () => {
    const bounded = createPasswords({ cost: COST, maxWaiting: 0 });
    const storm = Array.from({ length: atATime }, () => bounded.verify('x', null));
    await expect(bounded.verify('x', null)).rejects.toBeInstanceOf(PasswordsBusyError);
    await expect(bounded.hash('x')).rejects.toBeInstanceOf(PasswordsBusyError);
    await Promise.all(storm);
  });

  test('leaves the queue usable, even if one of its passwords could not be checked', async () => {
    const bounded = createPasswords({ cost: COST, maxWaiting: 0 });
    vi.spyOn(bcryptThreads, 'compare').mockRejectedValueOnce(new Error('no memory'));
    await expect(bounded.verify('x', null)).rejects.toThrow('no memory');
    const hash = await bounded.hash('x');
    expect(await bounded.verify('x', hash)).toBe(true);
  });
});
