import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { afterEach, expect, it } from 'vitest';
import { createWireServer } from '../src/wire/server.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
afterEach(() => folder.remove());

const message = (body: object): Buffer => {
  const bytes = mongo.BSON.serialize(body);
  const head = Buffer.alloc(21);
  head.writeInt32LE(head.length + bytes.length, 0);
  head.writeInt32LE(2013, 12);
  return Buffer.concat([head, bytes]);
};

it('makes all commands of one turn of the event loop durable by one commit, before any is answered', async () => {
  const events: string[] = [];
  const { server, disconnect } = createWireServer(
    (readBody) => {
      events.push(`command ${String(readBody()['n'])}`);
      return { ok: 1 };
    },
    () => events.push('commit'),
  );
  const path = join(folder.path, 'socket');
  await once(server.listen({ path }), 'listening');
  const socket = connect({ path });
  const replied = once(socket, 'data').then(() => events.push('replies'));
  socket.write(Buffer.concat([0, 1, 2, 3].map((n) => message({ ping: 1, n, $db: 'admin' }))));
  await replied;
  disconnect();
  server.close();
  expect(events).toEqual(['command 0', 'command 1', 'command 2', 'command 3', 'commit', 'replies']);
});
