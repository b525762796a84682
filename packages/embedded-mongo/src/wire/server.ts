import { createServer, type Server, type Socket } from 'node:net';
import type { Doc } from '../values/types.ts';
import { encodeReply, messageLength, parseBody, parseHeader } from './message.ts';

/** Answers one command; does not throw. */
export type Handler = (readBody: () => Doc, connectionId: number) => Doc;

const NOTHING = Buffer.alloc(0);

/** A server that can also cut off its clients. */
export type WireServer = { readonly server: Server; readonly disconnect: () => void };

/**
 * A server of MongoDB's wire protocol that is not listening yet. Anything that is not a message ends its connection only.
 * The commands that come within one turn of the event loop are made durable together, by one `commit`, and then answered.
 */
export const createWireServer = (handle: Handler, commit: () => void): WireServer => {
  const sockets = new Set<Socket>();
  let connections = 0;
  let replies = 0;
  let waiting: (readonly [socket: Socket, reply: Buffer])[] = [];
  const sendReplies = (): void => {
    commit();
    const ready = waiting;
    waiting = [];
    for (const [socket, reply] of ready) {
      socket.write(reply);
      holdBack(socket);
    }
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    connections += 1;
    const connectionId = connections;
    const nextMessage = messageSplitter();
    const answer = (bytes: Buffer): void => {
      const request = parseHeader(bytes);
      const reply = handle(() => parseBody(bytes, request), connectionId);
      replies = (replies + 1) & 0x7fffffff;
      if (waiting.length === 0) setImmediate(sendReplies);
      waiting.push([socket, request.silent ? NOTHING : encodeReply(request, reply, replies)]);
    };
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      try {
        for (const message of nextMessage(chunk)) answer(message);
      } catch {
        socket.destroy();
      }
    });
  });
  const disconnect = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return { server, disconnect };
};

/** Cuts a stream into whole messages, joining chunks only once a message is complete. */
const messageSplitter = (): ((chunk: Buffer) => Generator<Buffer>) => {
  let chunks: Buffer[] = [];
  let size = 0;
  return function* split(chunk) {
    chunks.push(chunk);
    size += chunk.length;
    for (;;) {
      if (chunks[0] && chunks[0].length < 4) chunks = [Buffer.concat(chunks)];
      const length = chunks[0] && messageLength(chunks[0]);
      if (length === undefined || size < length) return;
      const all = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
      size -= length;
      chunks = size > 0 ? [all.subarray(length)] : [];
      yield all.subarray(0, length);
    }
  };
};

/** A client that does not read its answers is not read from, or they would pile up in memory. */
const holdBack = (socket: Socket): void => {
  if (!socket.writableNeedDrain || socket.isPaused()) return;
  socket.pause();
  socket.once('drain', () => socket.resume());
};
