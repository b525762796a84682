import type { CompareStrings } from '../values/compare.ts';
import type { Doc } from '../values/types.ts';

/** What `$$name` stands for. */
export type Variables = Readonly<Record<string, unknown>>;
/** The value of an expression of the aggregation language for a document; `undefined` where it has none. */
export type Expression = (document: unknown, variables: Variables) => unknown;
/** Reads an expression inside another, with the name of a variable that only it has. */
export type Compile = (expression: unknown, variable?: string) => Expression;
/** Reads the operand of an operator of the aggregation language. */
export type Operator = (operand: unknown, compile: Compile, name: string) => Expression;
/** What filters and expressions are read with: how strings compare, and the variables of `let` with `NOW`. */
export type Options = {
  readonly strings?: CompareStrings;
  readonly variables?: Doc;
  /** Whether constants are evaluated only where a document needs them, as in an update. */
  readonly lazy?: boolean;
  /** Throws where the command must end: its time is over, or the database closes. */
  readonly checkTime?: () => void;
};
