import { notSupported } from '../errors.ts';
import type { Doc } from '../values/types.ts';

export const expressionFilter = (_expression: unknown, _variables?: Doc): ((document: Doc) => boolean) => {
  throw notSupported('$expr');
};
export const evaluate = (_expression: unknown, _document: Doc, _variables?: Doc): unknown => {
  throw notSupported('an expression');
};
