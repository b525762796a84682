import type { DetachedWindowAPI } from 'happy-dom';

declare global {
  interface Window {
    /** The controls of the browser that the unit tests run in. */
    happyDOM: DetachedWindowAPI;
  }
}
