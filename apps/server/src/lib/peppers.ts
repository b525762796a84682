import { createHmac } from 'node:crypto';

/** A password is hashed with a pepper that this server does not have: whether it is right cannot be told. */
export class UnlistedPepperError extends Error {
  override name = 'UnlistedPepperError';
  constructor(id: string) {
    super(
      `Passwords in the database are hashed with a pepper (id ${id}) that PASSWORD_PEPPER does not list, so that all of ` +
        'them would be called wrong.\nPut that pepper back into PASSWORD_PEPPER, behind a newer one if there is one: ' +
        'PASSWORD_PEPPER=new,old. It may go once everybody whose password has it has signed in with the newer one.',
    );
  }
}

/** A secret that is mixed into passwords, with the name under which their hashes refer to it. */
export type Pepper = { id: string; secret: string };

/** The peppers of `PASSWORD_PEPPER`, in their order, with their ids: 8 characters from which a random secret cannot be told. */
export function namePeppers(secrets: readonly string[]): Pepper[] {
  return secrets.map((secret) => {
    const id = createHmac('sha256', secret).update('latchkey pepper').digest('base64url').slice(0, 8);
    return { id, secret };
  });
}
