import net, { type Socket } from 'node:net';
import { expect, test, vi } from 'vitest';
import { connectDb, readDbTime } from '../src/lib/db.ts';
import { freshDatabase } from './support/database.ts';

// The reason for patches/mongodb@7.8.0.patch, which can go when this passes without it.
test('a command that meets a closing connection is sent on another, and does not wait forever', async () => {
  const sockets: Socket[] = [];
  const { createConnection } = net;
  const spy = vi.spyOn(net, 'createConnection').mockImplementation((...args: unknown[]) => {
    const socket = Reflect.apply(createConnection, net, args) as Socket;
    sockets.push(socket);
    return socket;
  });
  const db = await connectDb(freshDatabase());
  await readDbTime(db);
  expect(sockets.length).toBeGreaterThan(1);
  for (const socket of sockets) socket.destroy();
  expect(await readDbTime(db)).toBeInstanceOf(Date);
  spy.mockRestore();
  await db.close();
});
