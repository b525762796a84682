import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { mongo } from 'mongoose';
import { afterEach, describe, expect, it } from 'vitest';
import { useDatabase } from './database.ts';

const { BSON } = mongo;
const database = useDatabase();
const open: Socket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});

const ROUNDS = Number(process.env['FUZZ_ROUNDS'] ?? 300);

const dial = async (): Promise<Socket> => {
  const socket = connect(decodeURIComponent(/^mongodb:\/\/([^/]+)\//u.exec(database.uri)?.[1] ?? ''));
  open.push(socket);
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  return socket;
};

const message = (
  body: Uint8Array,
  { length = 21 + body.length, opCode = 2013, flags = 0, kind = 0 } = {},
): Buffer => {
  const head = Buffer.alloc(21);
  head.writeInt32LE(length, 0);
  head.writeInt32LE(7, 4);
  head.writeInt32LE(opCode, 12);
  head.writeUInt32LE(flags, 16);
  head.writeUInt8(kind, 20);
  return Buffer.concat([head, body]);
};
const ping = BSON.serialize({ ping: 1, $db: 'admin' });

/** What a server does with bytes: the reply's document, or that it hung up. */
const send = async (...parts: Buffer[]): Promise<unknown> => {
  const socket = await dial();
  const closed = once(socket, 'close').then(() => 'closed');
  for (const part of parts) socket.write(part);
  // Two replies may arrive in one piece; the first begins with its length.
  const replied = once(socket, 'data').then(([data]) =>
    BSON.deserialize(data.subarray(21, data.readInt32LE(0))),
  );
  return Promise.race([replied, closed]);
};

const isAlive = async (): Promise<boolean> => {
  const reply = await database.connection.db?.command({ ping: 1 });
  return reply?.['ok'] === 1;
};

describe('bytes that are no message', () => {
  it('answers a message that comes byte by byte, and two that come at once', async () => {
    expect(await send(...[...message(ping)].map((byte) => Buffer.of(byte)))).toEqual({ ok: 1 });
    expect(await send(Buffer.concat([message(ping), message(ping)]))).toEqual({ ok: 1 });
  });

  it.each([
    ['a length below a header’s', message(ping, { length: 15 })],
    ['a negative length', message(ping, { length: -1 })],
    ['a length over 48 MB', message(ping, { length: 48_000_001 })],
    ['an unknown opcode', message(ping, { opCode: 2012 })],
    ['an unknown required flag', message(ping, { flags: 4 })],
  ])('hangs up on %s', async (_, bytes) => {
    expect(await send(bytes)).toBe('closed');
    expect(await isAlive()).toBe(true);
  });

  it.each([
    ['an unknown section', message(ping, { kind: 9 })],
    [
      'a document longer than its message',
      message(Buffer.concat([Buffer.of(0xff, 0, 0, 0), ping.subarray(4)])),
    ],
    ['a string longer than its document', message(Buffer.from(ping).fill(0x7f, 14, 18))],
    ['no body at all', message(Buffer.alloc(0), { length: 21 })],
    ['a field named __proto__', message(BSON.serialize(JSON.parse('{"ping": 1, "a": {"__proto__": 1}}')))],
    [
      'a document nested too deeply',
      message(BSON.serialize(JSON.parse(`{"ping": ${'{"a":'.repeat(300)}1${'}'.repeat(300)}}`))),
    ],
  ])('answers %s with an error or hangs up', async (_, bytes) => {
    const reply = await send(bytes);
    expect(
      reply === 'closed' || (reply !== null && typeof reply === 'object' && 'ok' in reply && reply.ok === 0),
    ).toBe(true);
    expect(await isAlive()).toBe(true);
  });

  it('refuses 17 MB in one document', async () => {
    const insert = { insert: 'big', $db: 'latchkey', documents: [{ a: 'x'.repeat(17 * 1024 * 1024) }] };
    const bytes = BSON.serialize(insert, { minInternalBufferSize: 20_000_000 } as object);
    expect(await send(message(bytes))).toMatchObject({ writeErrors: [{ code: 10334 }] });
  });

  it('lives through random and broken bytes, and serves others meanwhile', async () => {
    const whole = message(
      BSON.serialize({ find: 'x', filter: { a: { $in: [1, 'b', new Date()] } }, $db: 'latchkey' }),
    );
    for (let round = 0; round < ROUNDS; round += 1) {
      const broken = Buffer.from(whole);
      const noise = randomBytes(4);
      if (round % 3 === 0)
        broken.writeUInt8(noise.readUInt8(0), 16 + (noise.readUInt16LE(1) % (broken.length - 16)));
      const socket = await dial();
      socket.write(
        round % 3 === 1
          ? randomBytes(64)
          : round % 3 === 2
            ? whole.subarray(0, noise.readUInt8(0) % whole.length)
            : broken,
      );
      socket.end();
      await once(socket.resume(), 'close');
    }
    expect(await isAlive()).toBe(true);
  });
});
