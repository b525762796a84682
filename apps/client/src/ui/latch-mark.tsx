/** The product's mark: a key whose bit is the notch of the lifetime line. Decorative: its link carries the name. */
export function LatchMark() {
  return (
    <svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true" focusable="false">
      <rect
        x="0.75"
        y="0.75"
        width="26.5"
        height="26.5"
        rx="7"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      />
      <circle cx="9.5" cy="14" r="3.5" fill="none" stroke="var(--accent)" strokeWidth="2" />
      <path
        d="M13 14h9.5M18 14v4M21.5 14v2.5"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </svg>
  );
}
