import { fault, notChecked, ok, type Check } from '../check.ts';

/** How the errors of `readEnv` about the secret begin. */
export const ABOUT_SECRET = /^JWT_SECRET\b/;

export const weakSecret: Check = {
  id: 'weak-secret',
  title: 'JWT_SECRET is long, random and not published',
  run({ environment }) {
    if (!environment.hasSecret) return notChecked('there is no JWT_SECRET at hand');
    const errors = environment.errors.filter((line) => ABOUT_SECRET.test(line));
    if (errors.length === 0) return ok();
    return fault(
      errors.join(' '),
      'Whoever guesses it signs in as anybody. Run "pnpm secret --rotate", remove the weak one from the list (its users sign in again), and restart every server with the new value.',
    );
  },
};
