import { notSupported } from '../errors.ts';
import type { Doc } from '../values/types.ts';
import type { Update } from './update.ts';

export const pipelineUpdate = (_stages: readonly unknown[], _variables?: Doc): Update => {
  throw notSupported('an update by a pipeline');
};
