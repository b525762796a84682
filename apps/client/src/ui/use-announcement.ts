import { useEffect } from 'react';
import { announce, type Politeness } from './announce.ts';

/** Has a text read out when it appears and whenever it changes; an empty one is not. */
export function useAnnouncement(text: string, politeness: Politeness): void {
  useEffect(() => (text === '' ? undefined : announce(text, politeness)), [text, politeness]);
}
