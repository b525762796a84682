import { badValue } from '../errors.ts';
import { command } from './command.ts';

/**
 * `{ backup: path }`, which MongoDB does not have: writes every acknowledged write, as of one point in time, to a file that
 * does not exist or is empty. Other commands wait meanwhile (docs/decisions/0028).
 */
export const backup = command('', ({ engine, args }) => {
  const { backup: path } = args.body;
  if (typeof path !== 'string') throw badValue('backup must be the path of a file');
  engine.copyTo(path);
  return {};
});
