/**
 * `pnpm bench [PART…] [--quick] [--rounds N] [--against FOLDER] [--write]` measures everything that the docs say about
 * speed on this machine, with the production build, and prints it as tables. A full run also writes
 * `docs/bench/results.json`, the tables of the docs and their charts; with `--write` a quick one does so, too.
 *
 * Parts: `check`, `sign-in` and `growth`; by themselves only, since they print sentences, `outage` and `password-strength`.
 * `--quick` takes two minutes and shows that everything works; `--against` names another checkout, built, whose check is
 * measured as well, with the variables of `--set NAME=VALUE`: `--against . --set METRICS_PORT=9464` shows what metrics cost.
 * `--render` measures nothing and writes tables and charts again from the results file.
 */
import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import { parseArgs } from 'node:util';
import { CAN_PIN, CORES } from './cores.ts';
import { measureCheck, type Other } from './parts/check.ts';
import { measureGrowth } from './parts/growth.ts';
import { measureSignIn } from './parts/sign-in.ts';
import { sections } from './report/sections.ts';
import { readResults, writeReport } from './report/write.ts';
import type { Machine, Results } from './results.ts';
import { progress, type Effort } from './rounds.ts';
import { fromBench } from './servers.ts';

const MEASURED = ['check', 'sign-in', 'growth'];
const PRINTED = ['outage', 'password-strength'];
const FULL: Effort = { rounds: 20, scale: 1, largest: 100_000 };
const QUICK: Effort = { rounds: 2, scale: 0.4, largest: 10_000 };

const options = readOptions();
if (options.render) {
  await write(await readResults());
  process.exit();
}
progress('making the production build');
execFileSync(process.execPath, ['scripts/run.js', 'build'], {
  cwd: fromBench('../../..'),
  // Shown only if it fails.
  stdio: ['ignore', 'pipe', 'pipe'],
});
for (const part of options.parts.filter((name) => PRINTED.includes(name))) await import(`./parts/${part}.ts`);
const parts = options.parts.filter((name) => MEASURED.includes(name));
if (parts.length > 0) await run(parts);

async function run(names: readonly string[]): Promise<void> {
  const { effort, against } = options;
  const results: Results = { date: today(), command: options.command, machine: describeMachine() };
  const show = (name: string): void => console.log(`\n${sections(results, 'en')[name]}\n`);
  show('machine');
  if (names.includes('growth')) {
    results.growth = await measureGrowth(effort);
    show('growth');
  }
  if (names.includes('check')) {
    results.check = await measureCheck(effort, against);
    show('check');
  }
  if (names.includes('sign-in')) {
    results.signIn = await measureSignIn(effort);
    show('sign-in');
  }
  if (options.write) await write(results);
}

async function write(results: Results): Promise<void> {
  for (const file of await writeReport(results)) progress(`${file} is written`);
}

function readOptions() {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        rounds: { type: 'string' },
        against: { type: 'string' },
        set: { type: 'string', multiple: true, default: [] },
        write: { type: 'boolean', default: false },
        render: { type: 'boolean', default: false },
      },
    });
    const unknown = positionals.find((name) => ![...MEASURED, ...PRINTED].includes(name));
    if (unknown !== undefined) throw new Error(`There is no part "${unknown}".`);
    const rounds = Number(values.rounds ?? 1);
    if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1.');
    if (values.write && positionals.length > 0) throw new Error('--write wants all parts.');
    const isFull = positionals.length === 0 && !values.quick && values.against === undefined;
    const effort = values.quick ? QUICK : FULL;
    return {
      parts: positionals.length > 0 ? positionals : MEASURED,
      effort: values.rounds === undefined ? effort : { ...effort, rounds },
      against: values.against === undefined ? undefined : otherServer(values.against, values.set),
      write: values.write || isFull,
      render: values.render,
      command: ['pnpm bench', ...process.argv.slice(2)].join(' '),
    };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}
usage: pnpm bench [${[...MEASURED, ...PRINTED].join('] [')}] [--quick] [--rounds N] [--against FOLDER [--set NAME=VALUE]…] [--write]
       pnpm bench --render`);
    process.exit(1);
  }
}

function otherServer(folder: string, variables: readonly string[]): Other {
  return { folder, settings: Object.fromEntries(variables.map((text) => text.split('=', 2))) };
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: CORES.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.versions.node,
    pinned: CAN_PIN,
  };
}
