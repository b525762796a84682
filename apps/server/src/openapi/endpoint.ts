import type { ErrorCode } from '@latchkey/shared';
import type * as z from 'zod/mini';
import type { Rule } from './rules.ts';

/** A header of a response, by its lower-case name. */
export type HeaderDescription = { description: string; required: boolean; schema: Rule };

/** A response that is not a problem document. */
export type ResponseDescription = {
  description: string;
  /** The schema of its JSON, or a media type for anything else; absent where there is no body. */
  body?: z.ZodMiniType | 'text/html';
  /** What it does with the cookie, apart from renewals, which any successful response may bring. */
  cookie?: 'set' | 'cleared' | 'may be cleared';
  /** Its headers besides those of every response; they replace those of the same name. */
  headers?: Record<string, HeaderDescription>;
};

/** An endpoint as the OpenAPI document describes it: what its own code decides. The rest follows (operation.ts). */
export type Endpoint = {
  method: 'get' | 'post' | 'put' | 'delete';
  /** As the router knows it. */
  path: string;
  /** Its `operationId`, by which generated clients name the call. */
  id: string;
  /** Groups the endpoints. */
  tag: string;
  summary: string;
  description?: string;
  /** Whether it needs a signed-in user, makes use of one, does not care, or needs proof of knowing a secret instead. */
  user: 'required' | 'optional' | 'ignored' | 'proven';
  query?: Record<string, { description: string; required: boolean; schema: Rule }>;
  /** The schema of the request's JSON. */
  body?: z.ZodMiniType;
  /** By status. */
  responses: Record<number, ResponseDescription>;
  /** The codes of its problem documents besides those that follow from the above. */
  failures?: ErrorCode[];
};
