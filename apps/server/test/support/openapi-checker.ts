import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { OpenApiDocument } from '../../src/openapi/document.ts';
import type { Answer } from './visitor.ts';

/** Headers of HTTP itself, which a document does not describe (OpenAPI 3.1.1, 4.8.17 for `Content-Type`). */
const OF_HTTP = new Set([
  'connection',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'transfer-encoding',
]);

type Json = Record<string, unknown>;
type Header = { required: boolean };
type Response = { headers: Record<string, Json>; content?: Record<string, Json> };
/** A part of a document, and where it is in it (RFC 6901). */
type Part<T> = { pointer: string; value: T };

/** Compares answers with a document, and notes which of its parts they have shown. */
export class OpenApiChecker {
  readonly document: OpenApiDocument;
  readonly #seen: Set<string>;
  readonly #ajv = new Ajv2020({ allErrors: true, strictTypes: false });

  /** `seen` is shared by the checkers of several servers. */
  constructor(document: OpenApiDocument, seen = new Set<string>()) {
    this.document = document;
    this.#seen = seen;
    formats(this.#ajv);
    // Whatever in the document is not a schema.
    this.#ajv.addVocabulary(['openapi', 'info', 'servers', 'paths', 'components']);
    this.#ajv.addFormat('password', true);
    this.#ajv.addSchema(closed(document), 'document');
  }

  /** What an answer to a request has that the document does not, and the other way round; nothing when they agree. */
  check(method: string, path: string, answer: Answer): string[] {
    const operation = this.#find(method === 'HEAD' ? 'GET' : method, path);
    if (operation === undefined) return [`the document has no ${method} ${path}`];
    const { responses, operationId } = operation.value;
    const name = `${operationId} ${answer.status}`;
    const response = responses[answer.status];
    if (response === undefined) return [`${name} is not in the document`];
    this.#seen.add(name);
    const pointer = `${operation.pointer}/responses/${answer.status}`;
    const part = this.#resolve<Response>({ pointer, value: response as Response });
    return this.#compare(part, answer, method === 'HEAD').map((error) => `${name}: ${error}`);
  }

  /** Compares an answer with a response that belongs to no operation. */
  checkResponse(name: string, answer: Answer): string[] {
    const value = this.document.components['responses']?.[name] as Response;
    return this.#compare({ pointer: `/components/responses/${name}`, value }, answer, false);
  }

  /** Whether a value conforms to a schema of the document. */
  conforms(pointer: string, value: unknown): boolean {
    return this.#errors(pointer, value).length === 0;
  }

  /** The statuses, headers and codes of the document that no answer has had so far. */
  unseen(): string[] {
    const wanted = new Set<string>();
    for (const { operation, pointer } of this.operations()) {
      for (const [status, value] of Object.entries(operation.responses)) {
        wanted.add(`${operation.operationId} ${status}`);
        const at = `${pointer}/responses/${status}`;
        for (const key of this.#partsOf(this.#resolve({ pointer: at, value: value as Response })))
          wanted.add(key);
      }
    }
    for (const [name, value] of Object.entries(this.document.components['responses'] ?? {}))
      for (const key of this.#partsOf({ pointer: `/components/responses/${name}`, value: value as Response }))
        wanted.add(key);
    return [...wanted].filter((key) => !this.#seen.has(key));
  }

  /** Every operation, with its path as the document has it. */
  operations() {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        operation,
        pointer: `/paths/${escapePointer(path)}/${method}`,
      })),
    );
  }

  /** The operations that can be answered with a code. */
  operationsWith(status: number, code: string) {
    return this.operations().filter(({ operation }) => {
      const { $ref = '' } = (operation.responses[status] ?? {}) as { $ref?: string };
      return $ref
        .split('/')
        .at(-1)
        ?.split(/-or-|\./)
        .includes(code);
    });
  }

  #find(method: string, path: string) {
    const [pathname] = path.split('?', 1);
    const found = this.operations().find(
      (one) => one.method === method && templateOf(one.path).test(pathname ?? ''),
    );
    return found && { pointer: found.pointer, value: found.operation };
  }

  #resolve<T>(part: Part<T | { $ref: string }>): Part<T> {
    const { value } = part;
    if (typeof value !== 'object' || value === null || !('$ref' in value)) return part as Part<T>;
    const pointer = value.$ref.slice(1);
    const steps = pointer.split('/').slice(1);
    const target = steps.reduce<unknown>((at, step) => (at as Json)[step], this.document);
    return { pointer, value: target as T };
  }

  /** What an answer must show of a response: each header, and each code. */
  #partsOf({ pointer, value }: Part<Response>): string[] {
    const codes = JSON.stringify(value.content ?? '').match(/(?<="code":\{"enum":\[)[^\]]*/)?.[0];
    return [
      ...Object.keys(value.headers).map((name) => `${pointer} ${name}`),
      ...(codes?.replaceAll('"', '').split(',') ?? []).map((code) => `${pointer} ${code}`),
    ];
  }

  #compare({ pointer, value: response }: Part<Response>, answer: Answer, isHead: boolean): string[] {
    const code = (answer.body as { code?: string } | null)?.code;
    if (code !== undefined) this.#seen.add(`${pointer} ${code}`);
    return [
      ...this.#compareHeaders({ pointer, value: response }, answer),
      ...(isHead && answer.body === '' ? [] : this.#compareBody({ pointer, value: response }, answer)),
    ];
  }

  #compareHeaders({ pointer, value: { headers } }: Part<Response>, answer: Answer): string[] {
    const errors: string[] = [];
    for (const [name, value] of answer.headers) {
      const described = headers[name];
      if (OF_HTTP.has(name)) continue;
      if (described === undefined) {
        errors.push(`header ${name} is not in the document`);
        continue;
      }
      this.#seen.add(`${pointer} ${name}`);
      const header = this.#resolve<Header>({
        pointer: `${pointer}/headers/${escapePointer(name)}`,
        value: described as Header,
      });
      errors.push(
        ...this.#errors(`${header.pointer}/schema`, value).map((error) => `header ${name} ${error}`),
      );
    }
    for (const [name, described] of Object.entries(headers)) {
      const { required } = this.#resolve<Header>({ pointer: '', value: described as Header }).value;
      if (required && !answer.headers.has(name)) errors.push(`header ${name} is missing`);
    }
    return errors;
  }

  #compareBody({ pointer, value: { content } }: Part<Response>, answer: Answer): string[] {
    const [type = ''] = (answer.headers.get('content-type') ?? '').split(';');
    if (content === undefined) return type === '' && answer.body === '' ? [] : ['has a body'];
    if (content[type] === undefined) return [`has a body of type "${type}"`];
    return this.#errors(`${pointer}/content/${escapePointer(type)}/schema`, answer.body);
  }

  #errors(pointer: string, value: unknown): string[] {
    const $ref = `document#${pointer.split('/').map(encodeURIComponent).join('/')}`;
    const validate = this.#ajv.getSchema($ref) ?? this.#ajv.compile({ $ref });
    if (validate(value) === true) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  }
}

const escapePointer = (step: string) => step.replaceAll('~', '~0').replaceAll('/', '~1');

function templateOf(path: string): RegExp {
  const pattern = path.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '[^/]+');
  return new RegExp(`^${pattern}$`);
}

/** The document with every object of its schemas closed: a field that it does not have is an error. */
function closed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(closed) as T;
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, closed(part)]));
  const isOpen = copy['type'] === 'object' && !('additionalProperties' in copy);
  return (isOpen ? { ...copy, additionalProperties: false } : copy) as T;
}
