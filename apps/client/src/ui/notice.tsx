import './notice.css';
import { useEffect, useRef, useState, type ReactNode, type Ref } from 'react';
import type { Politeness } from './announce.ts';
import { useAnnouncement } from './use-announcement.ts';

type NoticeProps = {
  /** `danger`: something went wrong; `calm`: something to know. */
  look: 'danger' | 'calm';
  /** How it is read out when it appears. */
  live: Politeness;
  children: ReactNode;
};

/** A framed message that is read out, by `Announcer`, when it appears and when its words change. */
export function Notice({ look, live, children }: NoticeProps) {
  const box = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- any render may change the words, whatever they are made of
  useEffect(() => setText(textOf(box.current)));
  useAnnouncement(text, live);
  return (
    <div className={`notice notice-${look}`} ref={box}>
      {children}
    </div>
  );
}

/** The text of an element, with a space between its parts. */
function textOf(element: Element | null): string {
  return Array.from(element?.childNodes ?? [], (part) => part.textContent ?? '').join(' ');
}

type FocusNoticeProps = { label: string; ref: Ref<HTMLElement>; children: ReactNode };

/** A framed message about several errors, to which the page takes the focus instead of having it read out. */
export function FocusNotice({ label, ref, children }: FocusNoticeProps) {
  return (
    <section className="notice notice-danger" aria-label={label} tabIndex={-1} ref={ref}>
      {children}
    </section>
  );
}
