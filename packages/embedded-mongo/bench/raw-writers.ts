import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { mongo } from 'mongoose';

const { ObjectId, serialize } = mongo.BSON;
const HEADER_BYTES = 21;
const OP_MSG = 2013;

/**
 * Starts writers that insert one document after the other into `raw`, each once the one before is acknowledged, over
 * sockets of their own: beside a driver in the same two cores, it is half the driver that is measured. Returns how many
 * inserts were acknowledged so far, and what ends the writers.
 */
export const startRawWriters = async (
  uri: string,
  writers: number,
): Promise<{ readonly done: () => number; readonly stop: () => void }> => {
  const path = decodeURIComponent(/^mongodb:\/\/([^/]+)\//u.exec(uri)?.[1] ?? '');
  let done = 0;
  const sockets = Array.from({ length: writers }, () => connect(path));
  await Promise.all(sockets.map(async (socket) => once(socket, 'connect')));
  for (const socket of sockets) {
    // A reply is far shorter than a chunk.
    socket.on('data', () => {
      done += 1;
      insert(socket);
    });
    insert(socket);
  }
  const stop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return { done: () => done, stop };
};

const insert = (socket: Socket): void => {
  const document = { _id: new ObjectId(), text: 'x'.repeat(100) };
  const body = serialize({ insert: 'raw', documents: [document], $db: 'latchkey' });
  const head = Buffer.alloc(HEADER_BYTES);
  head.writeInt32LE(HEADER_BYTES + body.length, 0);
  head.writeInt32LE(OP_MSG, 12);
  socket.write(Buffer.concat([head, body]));
};
