import { MongoError } from '../errors.ts';
import { decode, encode } from '../values/codec.ts';
import { type Doc, isDoc } from '../values/types.ts';

/** The longest message that is read, and the most a client may send (hello says so). */
export const MAX_MESSAGE_BYTES = 48_000_000;
const HEADER_BYTES = 16;
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
const KNOWN_REQUIRED_FLAGS = CHECKSUM_PRESENT | MORE_TO_COME;

/** A message's header: `legacy` ones (OP_QUERY, the first hello) and silent ones (no answer wanted) are marked. */
export type Request = { readonly requestId: number; readonly legacy: boolean; readonly silent: boolean };

/** The length that a message announces, as soon as it has come; throws MongoError where it cannot be one. */
export const messageLength = (bytes: Buffer): number | undefined => {
  if (bytes.length < 4) return undefined;
  const length = bytes.readInt32LE(0);
  if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) throw malformed(`a length of ${length}`);
  return length;
};

/** Reads the header of a whole message. Throws MongoError for what is not the wire protocol: the connection must end. */
export const parseHeader = (bytes: Buffer): Request => {
  const opCode = bytes.readInt32LE(12);
  if (opCode !== OP_QUERY && opCode !== OP_MSG) throw malformed(`opcode ${opCode}`);
  if (bytes.length < HEADER_BYTES + 4) throw malformed('no flags');
  const flags = opCode === OP_MSG ? bytes.readUInt32LE(HEADER_BYTES) : 0;
  if ((flags & 0xffff & ~KNOWN_REQUIRED_FLAGS) !== 0) throw malformed(`flags ${flags}`);
  return {
    requestId: bytes.readInt32LE(4),
    legacy: opCode === OP_QUERY,
    silent: (flags & MORE_TO_COME) !== 0,
  };
};

/** Reads the command in a whole message. Throws MongoError, or a RangeError for lengths that lead outside. */
export const parseBody = (bytes: Buffer, { legacy }: Request): Doc => {
  if (legacy) return parseQuery(bytes);
  const hasChecksum = (bytes.readUInt32LE(HEADER_BYTES) & CHECKSUM_PRESENT) !== 0;
  return parseSections(bytes, hasChecksum ? bytes.length - 4 : bytes.length);
};

/** The message that answers a request. */
export const encodeReply = (request: Request, reply: Doc, id: number): Buffer => {
  const document = encode(reply);
  const prefix = Buffer.alloc(HEADER_BYTES + (request.legacy ? 20 : 5));
  prefix.writeInt32LE(prefix.length + document.length, 0);
  prefix.writeInt32LE(id, 4);
  prefix.writeInt32LE(request.requestId, 8);
  prefix.writeInt32LE(request.legacy ? OP_REPLY : OP_MSG, 12);
  // OP_REPLY: flags, cursor id, starting from, then the number of documents.
  if (request.legacy) prefix.writeInt32LE(1, 32);
  return Buffer.concat([prefix, document]);
};

const parseQuery = (bytes: Buffer): Doc => {
  const nameEnd = bytes.indexOf(0, HEADER_BYTES + 4);
  const name = bytes.toString('utf8', HEADER_BYTES + 4, nameEnd);
  if (nameEnd < 0 || !name.endsWith('.$cmd')) throw malformed('OP_QUERY on a collection');
  const start = nameEnd + 9;
  const body = decode(bytes.subarray(start, documentEnd(bytes, start, bytes.length)));
  return { ...(isDoc(body['$query']) ? body['$query'] : body), $db: name.slice(0, -'.$cmd'.length) };
};

const parseSections = (bytes: Buffer, end: number): Doc => {
  let body: Doc | undefined;
  const sequences: Doc = {};
  let at = HEADER_BYTES + 4;
  while (at < end) {
    const kind = bytes.readUInt8(at);
    const sectionEnd = documentEnd(bytes, at + 1, end);
    if (kind === 0 && body === undefined) body = decode(bytes.subarray(at + 1, sectionEnd));
    else if (kind === 1) Object.assign(sequences, parseSequence(bytes, at + 5, sectionEnd));
    else throw malformed(`section kind ${kind}`);
    at = sectionEnd;
  }
  if (body === undefined) throw malformed('no body');
  return Object.assign(body, sequences);
};

const parseSequence = (bytes: Buffer, start: number, end: number): Doc => {
  const nameEnd = bytes.indexOf(0, start);
  if (nameEnd < 0 || nameEnd >= end) throw malformed('an unnamed sequence');
  const documents: Doc[] = [];
  for (let at = nameEnd + 1; at < end;) {
    const next = documentEnd(bytes, at, end);
    documents.push(decode(bytes.subarray(at, next)));
    at = next;
  }
  return { [bytes.toString('utf8', start, nameEnd)]: documents };
};

/** Where the document (or section) whose length stands at `start` ends, which must not be beyond `limit`. */
const documentEnd = (bytes: Buffer, start: number, limit: number): number => {
  const length = bytes.readInt32LE(start);
  if (length < 5 || start + length > limit) throw malformed(`a document of ${length} bytes`);
  return start + length;
};

const malformed = (what: string): MongoError => new MongoError(17, `malformed message: ${what}`);
