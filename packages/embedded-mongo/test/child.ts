import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const bundles = process.env['TEST_BUNDLES'];
/** Node's arguments that start it: from the bundle that a run of tests makes (build.ts), else, in a bench, from the sources. */
const SERVE =
  bundles === undefined
    ? ['--import', 'tsx', fileURLToPath(new URL('serve.ts', import.meta.url))]
    : [fileURLToPath(new URL('serve.js', bundles))];

type Served = { readonly child: ChildProcess; readonly uri: string };

const TRACED = 'read,write,writev,fsync,fdatasync';

/**
 * Serves a data folder from a process of its own, whose files cannot grow beyond `fileSizeLimit` (bytes), and whose reads,
 * writes and syncs strace writes down, for each thread in a file whose name begins with `trace`. Returns the process and
 * its address; rejects with what it said.
 */
export const serve = async (
  dataDir: string,
  { fileSizeLimit, trace }: { fileSizeLimit?: number; trace?: string } = {},
): Promise<Served> => {
  const tracer = trace === undefined ? [] : ['strace', '-ff', '-y', '-s64', `-etrace=${TRACED}`, '-o', trace];
  const command = [...tracer, process.execPath, ...SERVE, dataDir];
  const limited = `ulimit -f ${Math.ceil((fileSizeLimit ?? 0) / 512)}; exec "$@"`;
  const [program = '', ...options] =
    fileSizeLimit === undefined ? command : ['sh', '-c', limited, 'sh', ...command];
  const child = spawn(program, options, { stdio: 'pipe' });
  let said = '';
  child.stderr.on('data', (text) => (said += String(text)));
  for await (const uri of createInterface(child.stdout)) return { child, uri };
  throw new Error(`the server ended before it was ready: ${said}`);
};
