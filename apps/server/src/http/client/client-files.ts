import type { ClientBuild, ClientFile } from './client-build.ts';
import type { Ctx, Middleware } from '../state.ts';

const YEAR = 31_536_000;
const HOUR = 3600;

/**
 * Serves the built client's files, compressed where the build compressed them. Those under `/assets/` are cached for a
 * year: their names change with their content. Anything that is not a file is left to the next middleware; a path is
 * looked up in a map and never becomes a name on disk.
 */
export function clientFiles({ files }: ClientBuild): Middleware {
  return function clientFilesMiddleware(ctx, next) {
    const { path, method } = ctx.request;
    const file = method === 'GET' || method === 'HEAD' ? files.get(path) : undefined;
    if (file === undefined) return next();
    const isImmutable = path.startsWith('/assets/');
    ctx.set('Cache-Control', isImmutable ? `public, max-age=${YEAR}, immutable` : `public, max-age=${HOUR}`);
    serve(ctx, file);
    return undefined;
  };
}

function serve(ctx: Ctx, file: ClientFile): void {
  ctx.status = 200;
  const encoding = smallestEncoding(ctx, file);
  ctx.set('ETag', `"${file.hash}-${encoding}"`);
  ctx.vary('Accept-Encoding');
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  if (encoding !== 'identity') ctx.set('Content-Encoding', encoding);
  ctx.body = file[encoding];
  ctx.type = file.extension;
}

/**
 * The smallest encoding of a file that a request accepts. The order in which a browser lists encodings means nothing
 * (RFC 9110, 12.5.3): all of them list gzip before br.
 */
export function smallestEncoding(
  ctx: Ctx,
  file: Pick<ClientFile, 'br' | 'gzip'>,
): 'br' | 'gzip' | 'identity' {
  if (file.br !== undefined && ctx.acceptsEncodings('br') !== false) return 'br';
  return file.gzip !== undefined && ctx.acceptsEncodings('gzip') !== false ? 'gzip' : 'identity';
}
