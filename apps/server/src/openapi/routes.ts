import type { Router } from '@koa/router';
import { ENDPOINTS } from '@latchkey/shared';
import type { State } from '../http/state.ts';
import { createDocument, type DocumentOptions, type OpenApiDocument } from './document.ts';
import type { Endpoint } from './endpoint.ts';
import { referencePage, REFERENCE_POLICY } from './reference-page.ts';
import { referenceEndpoint, serverEndpoints } from './server-endpoints.ts';

/** `page`: whether there is a readable page of the document, too. */
export type OpenApiOptions = DocumentOptions & { page: boolean };

/** Mounts the OpenAPI document of a server with these endpoints and those that every server has. */
export function openApiRoutes(
  router: Router<State>,
  endpoints: readonly Endpoint[],
  options: OpenApiOptions,
): void {
  const all = [...endpoints, ...serverEndpoints, ...(options.page ? [referenceEndpoint] : [])];
  // Made for the first request that wants it: most servers are never asked.
  const document = once(() => createDocument(all, options));
  const json = once(() => Buffer.from(JSON.stringify(document())));
  router.get(ENDPOINTS.openapi, (ctx) => {
    ctx.type = 'json';
    ctx.body = json();
  });
  if (!options.page) return;
  const page = once(() => Buffer.from(referencePage(document())));
  router.get(ENDPOINTS.reference, (ctx) => {
    ctx.set('Content-Security-Policy', REFERENCE_POLICY);
    ctx.type = 'html';
    ctx.body = page();
  });
}

function once<T extends OpenApiDocument | Buffer>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
