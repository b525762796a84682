import { Binary } from 'bson';
import { MongoError } from '../errors.ts';
import { command } from './command.ts';

/** Authenticates in one step, which is all that PLAIN has. */
export const saslStart = command(
  'mechanism payload autoAuthorize options',
  ({ access, args, connectionId }) => {
    const { mechanism, payload } = args.body;
    if (mechanism !== 'PLAIN')
      throw new MongoError(
        334,
        `Received authentication for mechanism ${String(mechanism)} which is not enabled`,
      );
    access.authenticate(payload instanceof Binary ? payload.value() : Buffer.alloc(0), connectionId);
    return { conversationId: 1, done: true, payload: new Binary() };
  },
);
