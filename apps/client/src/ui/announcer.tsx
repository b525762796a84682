import { useSyncExternalStore } from 'react';
import { currentMessages, subscribeToMessages, type Politeness } from './announce.ts';

/**
 * The two live regions by which status messages are heard (WCAG 2.2, 4.1.3). They are there from the start and empty: a
 * region that comes with its text is often not read. Not atomic: each message is read when it comes, and the others are
 * not read again. Mount it once.
 */
export function Announcer() {
  return (
    <div className="visually-hidden">
      <output aria-live="polite" aria-atomic="false">
        <Messages politeness="polite" />
      </output>
      <div role="alert" aria-live="assertive" aria-atomic="false">
        <Messages politeness="assertive" />
      </div>
    </div>
  );
}

function Messages({ politeness }: { politeness: Politeness }) {
  const messages = useSyncExternalStore(subscribeToMessages, currentMessages, currentMessages);
  return messages
    .filter((message) => message.politeness === politeness)
    .map(({ id, text }) => <span key={id}>{text}</span>);
}
