import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SERVE = fileURLToPath(new URL('./serve.ts', import.meta.url));

type Served = { readonly child: ChildProcess; readonly uri: string };

/**
 * Serves a data folder from a process of its own, whose files cannot grow beyond a limit (bytes) if one is given. Gives
 * the process and its address; rejects with what it said.
 */
export const serve = async (
  dataDir: string,
  { fileSizeLimit }: { fileSizeLimit?: number } = {},
): Promise<Served> => {
  const command = [process.execPath, '--import', 'tsx', SERVE, dataDir];
  const limited = `ulimit -f ${Math.ceil((fileSizeLimit ?? 0) / 512)}; exec "$@"`;
  const [program = '', ...options] =
    fileSizeLimit === undefined ? command : ['sh', '-c', limited, 'sh', ...command];
  const child = spawn(program, options, { stdio: 'pipe' });
  let said = '';
  child.stderr.on('data', (text) => (said += String(text)));
  for await (const uri of createInterface(child.stdout)) return { child, uri };
  throw new Error(`the server ended before it was ready: ${said}`);
};
