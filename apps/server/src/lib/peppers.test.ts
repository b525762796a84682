import { describe, expect, test } from 'vitest';
import { createPasswords } from './passwords.ts';
import { namePeppers, UnlistedPepperError } from './peppers.ts';

const [OLD, NEW] = ['kept outside the database', 'kept there, too'];
/** Passwords with these peppers, at bcrypt's minimum cost. */
const withPeppers = (...peppers: string[]) => createPasswords({ cost: 4, peppers });

test('a stolen hash is useless without its pepper', async () => {
  const stored = await withPeppers(OLD).hash('password');
  expect(await withPeppers(OLD).verify('password', stored)).toBe(true);
  const { passwordHash } = stored;
  expect(await withPeppers().verify('password', { passwordHash })).toBe(false);
  expect(await withPeppers('a guess').verify('password', { ...stored, ...idOf('a guess') })).toBe(false);
});

test('the whole password is still checked', async () => {
  const peppered = withPeppers(OLD);
  const stored = await peppered.hash(`${'x'.repeat(100)}a\0a`);
  expect(await peppered.verify(`${'x'.repeat(100)}a\0a`, stored)).toBe(true);
  expect(await peppered.verify(`${'x'.repeat(100)}a\0b`, stored)).toBe(false);
  expect(await peppered.verify(`${'x'.repeat(100)}b\0a`, stored)).toBe(false);
});

describe('a hash names its pepper', () => {
  test('by a short id that is always the same and is not the pepper', async () => {
    const { pepperId } = await withPeppers(OLD).hash('x');
    expect(pepperId).toMatch(/^[\w-]{8}$/);
    expect(withPeppers(NEW, OLD).pepperIds).toEqual([idOf(NEW).pepperId, pepperId]);
    expect((await withPeppers().hash('x')).pepperId).toBeUndefined();
  });

  test('the first one hashes, all verify, and one without any is verified without', async () => {
    const both = withPeppers(NEW, OLD);
    expect(await both.hash('x')).toMatchObject(idOf(NEW));
    for (const before of [withPeppers(NEW), withPeppers(OLD), withPeppers()]) {
      const stored = await before.hash('x');
      expect(await both.verify('x', stored)).toBe(true);
      expect(await both.verify('y', stored)).toBe(false);
    }
  });

  test('and needs a rehash when it is not the first', async () => {
    const both = withPeppers(NEW, OLD);
    expect(both.needsRehash(await withPeppers(NEW).hash('x'))).toBe(false);
    expect(both.needsRehash(await withPeppers(OLD).hash('x'))).toBe(true);
    expect(both.needsRehash(await withPeppers().hash('x'))).toBe(true);
  });

  test('with an unlisted id a password is called neither right nor wrong', async () => {
    const stored = await withPeppers(OLD).hash('x');
    const error: unknown = await withPeppers(NEW)
      .verify('x', stored)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnlistedPepperError);
    expect(String(error)).toContain('PASSWORD_PEPPER');
    expect(String(error)).not.toMatch(/kept/);
  });
});

function idOf(pepper: string): { pepperId: string | undefined } {
  return { pepperId: namePeppers([pepper])[0]?.id };
}
