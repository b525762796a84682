/** The address of one of the bundles of this run of the tests (`build.ts`). */
export const bundleOf = (name: string): string => new URL(`${name}.js`, process.env['TEST_BUNDLES']).href;

const index: typeof import('../src/index.ts') = await import(bundleOf('index'));
const open: typeof import('../cli/open.ts') = await import(bundleOf('open'));
const restoring: typeof import('../cli/restore.ts') = await import(bundleOf('restore'));

/** What starts a database, as bundled for production. */
export const { startEmbeddedMongo } = index;
export const { openDatabase } = open;
export const { restore } = restoring;
