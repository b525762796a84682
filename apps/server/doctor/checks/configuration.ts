import { fault, notChecked, ok, type Check } from '../check.ts';
import { ABOUT_SECRET } from './weak-secret.ts';

export const configuration: Check = {
  id: 'configuration',
  title: 'A server starts with the variables at hand',
  run({ environment }) {
    if (!environment.hasSecret) return notChecked('there is no JWT_SECRET at hand');
    const errors = environment.errors.filter((line) => !ABOUT_SECRET.test(line));
    return errors.length === 0
      ? ok()
      : fault(errors.join(' '), 'Correct the variable; README.md, "Configuration", says what it may be.');
  },
};
