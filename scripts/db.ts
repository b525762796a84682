// `pnpm db [backup|restore|export|import FOLDER] [--data FOLDER] [--uri ADDRESS] [--force]`: serves, saves and restores the
// embedded database.
// By URL rather than by name: the command belongs to its package, which is a separate project for the compiler.
const command = new URL('../packages/embedded-mongo/cli/db.ts', import.meta.url);
await import(command.href);
