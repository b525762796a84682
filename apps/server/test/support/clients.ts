import { ENDPOINTS } from '@latchkey/shared';
import { expect } from 'vitest';
import type { TestServer } from './test-server.ts';
import { aName, Visitor, type Answer } from './visitor.ts';

/** The password of the accounts that `aUser` makes. */
export const PASSWORD = 'correct horse battery';

let clients = 0;
/** An address that no other client in this file has, in the documentation range (RFC 3849): each in its own network. */
export function aClient(): string {
  clients += 1;
  return `2001:db8:0:${clients.toString(16)}::1`;
}

let attempts = 0;
/** A password that no other attempt in this file uses: one that is tried often is slowed down everywhere. */
export function aWrongPassword(): string {
  attempts += 1;
  return `wrong password ${attempts}`;
}

/** The header by which a server with `TRUST_PROXY=1` identifies a client. */
export const from = (client: string): Record<string, string> => ({ 'X-Forwarded-For': client });

/** Signs in from a client. */
export function signIn(
  server: TestServer,
  client: string,
  username: string,
  password: string,
): Promise<Answer> {
  return new Visitor(server).request('POST', ENDPOINTS.login, { username, password }, from(client));
}

/** Registers an account from a new client; returns a visitor who is signed in to it. */
export async function aUser(server: TestServer): Promise<{ username: string; visitor: Visitor }> {
  const username = aName();
  const visitor = new Visitor(server);
  const body = { username, password: PASSWORD };
  const answer = await visitor.request('POST', ENDPOINTS.register, body, from(aClient()));
  expect(answer.status).toBe(201);
  return { username, visitor };
}
