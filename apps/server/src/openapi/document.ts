import type { CookieInfo, ErrorCode } from '@latchkey/shared';
import type { SecurityHeadersOptions } from '../http/middleware/security-headers.ts';
import type { Endpoint, ResponseDescription } from './endpoint.ts';
import { createFailures, failuresOf } from './failures.ts';
import { createHeaders, type Headers } from './headers.ts';
import type { Rule } from './rules.ts';
import { createSchemas, type Schemas } from './schemas.ts';

/** What a server's document depends on besides its endpoints. */
export type DocumentOptions = {
  cookie: CookieInfo;
  security: SecurityHeadersOptions;
  /** Whether a request to an endpoint renews a token that is due. */
  renews(endpoint: Endpoint): boolean;
};

/** One operation of the document. */
export type Operation = {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; description: string; required: boolean; schema: Rule }[];
  requestBody?: { required: true; content: Record<string, { schema: Rule }> };
  responses: Record<string, unknown>;
};

/** An OpenAPI 3.1 document. */
export type OpenApiDocument = {
  openapi: string;
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
};

/** What is answered before a route is known, or because none is. */
const WITHOUT_ROUTE: ErrorCode[] = ['invalid_input', 'not_found', 'method_not_allowed'];
/** What is answered before even the path is known. */
const WITHOUT_PATH: ErrorCode[] = ['request_timeout', 'headers_too_large'];

const DESCRIPTION = `
JSON in and out. Every failure is a problem document (RFC 9457); branch on its \`code\`.

Who is signed in stands in a signed token, in a cookie that scripts cannot read. A request with a token that is due for renewal
brings a new one.

HEAD is answered where GET is, without the body. Any other method of a path is answered with the response
\`method_not_allowed\`, an unknown path with \`not_found\`; outside \`/api\` these end in \`.document\`. A request that is not HTTP or
names no host is answered with \`invalid_input\`, one that comes too slowly with \`request_timeout\`, and one with too many headers
with \`headers_too_large\`, whatever its path. No page of another site can call the API: there are no CORS headers.
`.trim();

/** Describes a server with these endpoints (OpenAPI 3.1). */
export function createDocument(endpoints: readonly Endpoint[], options: DocumentOptions): OpenApiDocument {
  const schemas = createSchemas(endpoints);
  const headers = createHeaders(options);
  const failures = createFailures(schemas, headers);
  failures.refs([...WITHOUT_ROUTE, ...WITHOUT_PATH], '/api');
  failures.refs(WITHOUT_ROUTE, '/');
  const paths: OpenApiDocument['paths'] = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    const succeeds = describeResponses(endpoint, { schemas, headers, renews: options.renews(endpoint) });
    (paths[path] ??= {})[endpoint.method] = {
      ...describeRequest(endpoint, schemas, options.cookie),
      responses: { ...succeeds, ...failures.refs(failuresOf(endpoint), endpoint.path) },
    };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Latchkey', version: '1', description: DESCRIPTION },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: schemas.components,
      headers: headers.components,
      responses: failures.components,
      securitySchemes: {
        access_token: scheme('access_token', 'The token, where browsers use http.'),
        '__Host-access_token': scheme('__Host-access_token', 'The token, where browsers use https.'),
        proof: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'Signed with `JWT_SECRET` (HS256): `aud` is `latchkey-doctor`, `iat` the time.',
        },
      },
    },
  };
}

const scheme = (name: string, description: string) => ({ type: 'apiKey', in: 'cookie', name, description });

function describeRequest(
  endpoint: Endpoint,
  schemas: Schemas,
  cookie: CookieInfo,
): Omit<Operation, 'responses'> {
  const { id, tag, summary, description, user, path, query = {}, body } = endpoint;
  const inPath = Array.from(path.matchAll(/:(\w+)/g), ([, name = '']) => ({
    name,
    in: 'path',
    description: "The session's id.",
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(query).map(([name, { description: about, required, schema }]) => ({
    name,
    in: 'query',
    description: about,
    required,
    schema,
  }));
  const parameters = [...inPath, ...inQuery];
  const signedIn = { [cookie.name]: [] };
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: { required: [signedIn], optional: [{}, signedIn], ignored: [], proven: [{ proof: [] }] }[user],
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: schemas.ref(body) } } },
    }),
  };
}

type Parts = { schemas: Schemas; headers: Headers; renews: boolean };

function describeResponses({ path, responses }: Endpoint, parts: Parts): Record<string, unknown> {
  const described = Object.entries(responses).map(([status, response]) => [
    status,
    describeResponse(path, response, parts),
  ]);
  return Object.fromEntries(described);
}

function describeResponse(
  path: string,
  { description, body, cookie, headers: own }: ResponseDescription,
  { schemas, headers, renews }: Parts,
) {
  const content =
    typeof body === 'object'
      ? { 'application/json': { schema: schemas.ref(body) } }
      : body !== undefined && { [body]: { schema: { type: 'string' } } };
  return {
    description,
    headers: {
      ...headers.ofEvery(path),
      ...headers.of('server-timing'),
      ...(renews && headers.ofCookie('renewed')),
      ...(cookie !== undefined && headers.ofCookie(cookie)),
      ...own,
    },
    ...(content !== false && { content }),
  };
}
