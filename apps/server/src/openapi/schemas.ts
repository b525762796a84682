import {
  authResponse,
  checkResponse,
  cookieInfo,
  deviceResponse,
  labRenewalResponse,
  labSessionResponse,
  labTamperResponse,
  labVerdictsResponse,
  readinessResponse,
  sessionResponse,
} from '@latchkey/shared';
import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import { problem } from './problem.ts';
import { rules, type Rule } from './rules.ts';

/** The schemas that have a name of their own. Any other one is named after the endpoint that uses it. */
const NAMED: [string, z.ZodMiniType][] = [
  ['Problem', problem],
  ['User', authResponse],
  ['SignedInUser', checkResponse],
  ['Session', sessionResponse],
  ['TokenClaims', sessionResponse.shape.claims],
  ['Cookie', cookieInfo],
  ['Device', deviceResponse],
  ['Readiness', readinessResponse],
  ['LabSession', labSessionResponse],
  ['LabVerdicts', labVerdictsResponse],
  ['LabRenewal', labRenewalResponse],
  ['LabTampering', labTamperResponse],
];

/** The schemas of a document, `ref` being the reference to one of them. */
export type Schemas = { components: Record<string, Rule>; ref(schema: z.ZodMiniType): Rule };

const uri = (name: string) => `#/components/schemas/${name}`;

/** Makes JSON Schemas of those that the endpoints use. Unknown fields are allowed: servers drop them, and so should clients. */
export function createSchemas(endpoints: readonly Endpoint[]): Schemas {
  const names = new Map(NAMED.map(([name, schema]) => [schema, name]));
  const add = (schema: z.ZodMiniType, name: string) => names.has(schema) || names.set(schema, name);
  for (const { id, body, responses } of endpoints) {
    const name = id.charAt(0).toUpperCase() + id.slice(1);
    if (body !== undefined) add(body, `${name}Request`);
    for (const { body: answer } of Object.values(responses))
      if (typeof answer === 'object') add(answer, `${name}Response`);
  }
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of names) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { metadata: rules, io: 'input', unrepresentable: 'any', uri });
  const components = Object.entries(schemas).map(([name, schema]) => [name, withoutIds(schema)]);
  return {
    components: Object.fromEntries(components),
    ref: (schema) => ({ $ref: uri(names.get(schema) ?? '') }),
  };
}

/** They are parts of one document, not documents of their own. */
function withoutIds(schema: Rule): Rule {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema' && key !== '$id'));
}
