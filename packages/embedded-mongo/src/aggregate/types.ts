import type { Options } from '../expressions/types.ts';
import type { Doc } from '../values/types.ts';

/** What a pipeline works with: how to compare, the variables, and the documents of other collections. */
export type PipelineContext = Options & {
  readonly documentsOf: (collection: string) => readonly Doc[];
};
/** A step from documents to documents; they are not changed in place. */
export type Stage = (documents: readonly Doc[]) => readonly Doc[];
/** Reads the operand of a stage. */
export type CompileStage = (operand: unknown, context: PipelineContext) => Stage;
/** Reads a pipeline. */
export type CompilePipeline = (pipeline: readonly unknown[], context: PipelineContext) => Stage;
