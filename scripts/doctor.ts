// `pnpm run doctor [URL] [--json]`: finds what is wrong with a deployment (docs/doctor.md).
// By URL rather than by name: the command belongs to the server, which is a separate project for the compiler.
const command = new URL('../apps/server/doctor/main.ts', import.meta.url);
await import(command.href);
