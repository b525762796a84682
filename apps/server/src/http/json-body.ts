import getRawBody from 'raw-body';
import type { Context } from 'koa';
import { errors } from '../errors.ts';

/** No request body of this API needs more; in bytes. */
export const MAX_BODY_BYTES = 16_384;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a request's JSON body. Returns `undefined` when there is none. Throws `unsupported_media_type` for anything but
 * plain `application/json` in UTF-8 (a form on another site cannot send that: OWASP ASVS 5.0, 3.5.2),
 * `payload_too_large` and `invalid_input`.
 */
export async function readJsonBody(ctx: Context): Promise<unknown> {
  // `is` returns null when the request has no body.
  const type = ctx.request.is('application/json');
  if (type === null) return undefined;
  const charset = ctx.request.charset.toLowerCase();
  const encoding = ctx.get('Content-Encoding').toLowerCase();
  const isPlain = (charset === '' || charset === 'utf-8') && (encoding === '' || encoding === 'identity');
  if (type === false || !isPlain) throw errors.unsupportedMediaType();
  return parseJson(await readBytes(ctx));
}

async function readBytes(ctx: Context): Promise<Buffer> {
  try {
    return await getRawBody(ctx.req, { length: ctx.get('Content-Length') || null, limit: MAX_BODY_BYTES });
  } catch (error) {
    // The rest of the body is not read: the connection cannot be used again.
    ctx.set('Connection', 'close');
    const isTooLarge = error instanceof Error && 'type' in error && error.type === 'entity.too.large';
    throw isTooLarge ? errors.payloadTooLarge(MAX_BODY_BYTES) : malformed();
  }
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw malformed();
  }
}

function malformed() {
  return errors.invalidInput([{ path: '', code: 'malformed' }], 'The body is not JSON.');
}
