import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { delimiter } from 'node:path';
import { fromRoot } from '../lib/root.ts';

/** A step of `pnpm check` or `pnpm test`: a script of package.json, with more arguments or variables. */
export type Step = {
  script: string;
  args?: string[];
  env?: NodeJS.ProcessEnv;
  /** Shows the output as it arrives; otherwise it is shown only if the step fails. */
  live?: boolean;
  /** Lets other steps go first where all want a core: those whose tests measure times. */
  patient?: boolean;
};

/** Runs a step, says in one line how it went, and resolves to whether it succeeded. */
export async function runStep({
  script,
  args = [],
  env = {},
  live = false,
  patient = false,
}: Step): Promise<boolean> {
  const start = performance.now();
  const child = spawn([commandOf(script), ...args].join(' '), {
    shell: true,
    cwd: fromRoot('.'),
    env: {
      ...process.env,
      ...env,
      PATH: `${fromRoot('node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    },
    stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'],
  });
  if (patient && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  const output: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => output.push(chunk));
  const [code] = await once(child, 'close');
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (code !== 0) process.stdout.write(Buffer.concat(output));
  console.log(code === 0 ? `✓ ${script} (${seconds} s)` : `✗ ${script} failed (${seconds} s)`);
  return code === 0;
}

function commandOf(script: string): string {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(
    readFileSync(fromRoot('package.json'), 'utf8'),
  );
  const command = scripts[script];
  if (command === undefined) throw new Error(`package.json has no script ${script}`);
  return command;
}
