import { mongo } from 'mongoose';

/** A command or a reply as sent over the wire; the first key of a command is its name. */
export type Document = mongo.Document;

const OP_MSG = 2013;
const HEADER_BYTES = 16;

/** One message of the MongoDB Wire Protocol, with its 16 bytes of header. */
export class Message {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get requestId(): number {
    return this.bytes.readInt32LE(4);
  }

  /** The body of an OP_MSG, without its document sequences; `undefined` for the older OP_QUERY and OP_REPLY. */
  body(): Document | undefined {
    if (this.bytes.readInt32LE(12) !== OP_MSG) return undefined;
    let offset = HEADER_BYTES + 4;
    // Section kind 1 is a sequence that starts with its own size; kind 0 is the body.
    while (this.bytes[offset] === 1) offset += 1 + this.bytes.readInt32LE(offset + 1);
    const size = this.bytes.readInt32LE(offset + 1);
    return mongo.BSON.deserialize(this.bytes.subarray(offset + 1, offset + 1 + size));
  }
}

/** The reply to a message, as a server would write it. */
export function replyTo(message: Message, body: Document): Message {
  const document = mongo.BSON.serialize(body);
  const bytes = Buffer.alloc(HEADER_BYTES + 5 + document.length);
  bytes.writeInt32LE(bytes.length, 0);
  bytes.writeInt32LE(message.requestId, 8);
  bytes.writeInt32LE(OP_MSG, 12);
  bytes.set(document, HEADER_BYTES + 5);
  return new Message(bytes);
}

/** Splits a byte stream into messages. */
export async function* readMessages(stream: AsyncIterable<Buffer>): AsyncGenerator<Message> {
  let rest = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= HEADER_BYTES && rest.length >= rest.readInt32LE(0)) {
      const size = rest.readInt32LE(0);
      yield new Message(rest.subarray(0, size));
      rest = rest.subarray(size);
    }
  }
}
