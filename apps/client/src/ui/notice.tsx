import './notice.css';
import type { ReactNode, Ref } from 'react';

type NoticeProps = {
  /** `danger`: something failed; `calm`: something to know. */
  look: 'danger' | 'calm';
  /** How it is read out when it appears: at once, or when a screen reader comes to it. */
  live: 'assertive' | 'polite';
  children: ReactNode;
};

/** A framed message that is read out when it appears. */
export function Notice({ look, live, children }: NoticeProps) {
  const className = `notice notice-${look}`;
  if (live === 'polite') return <output className={className}>{children}</output>;
  return (
    <div className={className} role="alert">
      {children}
    </div>
  );
}

type FocusNoticeProps = { label: string; ref: Ref<HTMLElement>; children: ReactNode };

/** A framed message about several faults, to which the page takes the focus instead of reading it out. */
export function FocusNotice({ label, ref, children }: FocusNoticeProps) {
  return (
    <section className="notice notice-danger" aria-label={label} tabIndex={-1} ref={ref}>
      {children}
    </section>
  );
}
