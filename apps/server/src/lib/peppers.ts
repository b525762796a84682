import { createHmac } from 'node:crypto';

/** A password is hashed with a pepper that this server does not have, so it cannot be verified. */
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

/** A secret that is mixed into passwords, with the id by which their hashes refer to it. */
export type Pepper = { id: string; secret: string };

/** The peppers of `PASSWORD_PEPPER`, in order, with their ids: 8 characters that do not reveal a random secret. */
export function namePeppers(secrets: readonly string[]): Pepper[] {
  return secrets.map((secret) => {
    const id = createHmac('sha256', secret).update('latchkey pepper').digest('base64url').slice(0, 8);
    return { id, secret };
  });
}
