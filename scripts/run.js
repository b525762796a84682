// Starts `scripts/<name>.ts`. Plain JavaScript, so that it can say so when Node is too old or dependencies are missing.
import { readFileSync } from 'node:fs';
import process from 'node:process';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const floor = engines.node.replace('>=', '');

/** Whether version `a` is older than version `b`, both as `20.19.0`. */
function isOlder(a, b) {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const at = left.findIndex((part, index) => part !== right[index]);
  return at !== -1 && left[at] < right[at];
}

if (isOlder(process.versions.node, floor)) {
  console.error(`Latchkey needs Node ${floor} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

// Removes itself, so that each script reads its own arguments from index 2.
const [name] = process.argv.splice(2, 1);
try {
  const { register } = await import('tsx/esm/api');
  register();
} catch {
  console.error('The dependencies are not installed: run `npx -y pnpm@12 install` first.');
  process.exit(1);
}
await import(`./${name}.ts`);
