// `pnpm bench [PART…] [--quick] [--rounds N] [--against FOLDER] [--write]`: measures this machine and writes docs/bench.
// By URL rather than by name: the command belongs to its package, which is a separate project for the compiler.
const command = new URL('../apps/server/bench/bench.ts', import.meta.url);
await import(command.href);
