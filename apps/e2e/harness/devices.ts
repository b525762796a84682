import { ENDPOINTS } from '@latchkey/shared';
import type { Person } from './people.ts';
import type { Server } from './server.ts';

/** Signs a person in on so many other devices, which do not say what they are. */
export async function signInElsewhere(server: Server, person: Person, count: number): Promise<void> {
  const signIn = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(person),
  };
  for (let index = 0; index < count; index += 1) await fetch(server.url + ENDPOINTS.login, signIn);
}
