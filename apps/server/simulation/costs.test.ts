import { ENDPOINTS } from '@latchkey/shared';
import { expect, test } from 'vitest';
import { proxyDatabase } from '../test/support/database-proxy.ts';
import { freshDatabase } from '../test/support/database.ts';
import { startTestServer } from '../test/support/test-server.ts';
import { aName, Visitor } from '../test/support/visitor.ts';
import { COSTS } from './costs.ts';

test('what each call sends to the database is what docs/scaling.md counts with', async () => {
  const proxy = await proxyDatabase(freshDatabase());
  // Without the revocation feed, whose polls would be counted too.
  const env = { MONGODB_URI: proxy.uri, RATE_LIMIT: 'on', REVOCATION: 'renewal' };
  const server = await startTestServer(env);
  const visitor = new Visitor(server);
  const username = aName('costs');
  await visitor.register(username);
  const commandsOf = async (call: () => Promise<{ status: number }>) => {
    proxy.commands.length = 0;
    expect((await call()).status).toBeLessThan(300);
    const reads = proxy.commands.filter((name) => name === 'find').length;
    return { reads, writes: proxy.commands.length - reads };
  };
  expect(await commandsOf(() => visitor.logout())).toEqual(COSTS.signOut);
  expect(await commandsOf(() => visitor.login(username))).toEqual(COSTS.signIn);
  expect(await commandsOf(() => visitor.check())).toEqual({ reads: 0, writes: 0 });
  server.clock.advanceDays(4);
  expect(await commandsOf(() => visitor.request('GET', ENDPOINTS.check))).toEqual(COSTS.renewal);
  await server.stop();
  proxy.close();
});
