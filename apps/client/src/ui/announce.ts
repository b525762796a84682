/** `assertive` interrupts what a screen reader is reading, `polite` waits until it has come to an end. */
export type Politeness = 'polite' | 'assertive';

/** Something to be read out; `id` tells two messages of the same words apart. */
export type Message = { id: number; text: string; politeness: Politeness };

let messages: readonly Message[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/**
 * Has a screen reader read a text out, by the regions of `Announcer`. Returns a function that takes the text away again,
 * for when it no longer holds.
 */
export function announce(text: string, politeness: Politeness): () => void {
  lastId += 1;
  const message = { id: lastId, text, politeness };
  setMessages([...messages, message]);
  return () => setMessages(messages.filter((other) => other !== message));
}

/** The messages that hold now, the latest last. */
export const currentMessages = (): readonly Message[] => messages;

/** Calls `listener` after each change of the messages until the returned function is called. */
export function subscribeToMessages(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function setMessages(next: readonly Message[]): void {
  messages = next;
  for (const listener of listeners) listener();
}
