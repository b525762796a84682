// The embedded database as a process of its own, for servers that share it: prints its address once it listens.
import { startEmbeddedMongo } from '@latchkey/embedded-mongo';

const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('usage: embedded-mongo.ts <data folder>');
const database = await startEmbeddedMongo({ dataDir });
process.once('SIGTERM', () => void database.close());
process.stdout.write(`${database.uri}\n`);
