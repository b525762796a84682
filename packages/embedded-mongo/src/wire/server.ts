import { createServer, type Server, type Socket } from 'node:net';
import type { Doc } from '../values/types.ts';
import { encodeReply, messageLength, parseBody, parseHeader } from './message.ts';

/** What must end the process rather than a connection. */
export class FatalError extends Error {}

/** Answers one command; throws nothing but FatalError. */
export type Handler = (readBody: () => Doc, connectionId: number) => Doc;

/** A server that can also cut off its clients. */
export type WireServer = { readonly server: Server; readonly disconnect: () => void };

/** A server of MongoDB's wire protocol that is not listening yet. Bytes that are no message end their connection only. */
export const createWireServer = (handle: Handler): WireServer => {
  const sockets = new Set<Socket>();
  let connections = 0;
  let replies = 0;
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
      if (!request.silent) socket.write(encodeReply(request, reply, replies));
    };
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      try {
        for (const message of nextMessage(chunk)) answer(message);
        holdBack(socket);
      } catch (error) {
        socket.destroy();
        if (error instanceof FatalError) throw error;
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
  if (!socket.writableNeedDrain) return;
  socket.pause();
  socket.once('drain', () => socket.resume());
};
