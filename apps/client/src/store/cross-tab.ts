import { addListener, type UnknownAction } from '@reduxjs/toolkit';
import type { AppDispatch, AppStore, RootState } from './make-store.ts';
import { signedOutElsewhere } from './session-events.ts';
import { check } from './user/thunks.ts';

/** The name of the `BroadcastChannel` on which the tabs of one origin talk. */
export const TAB_CHANNEL = 'latchkey.session';

/** What a tab tells the others. */
type Message = { type: 'signedOut' } | { type: 'signedIn'; userId: string };

/** What `joinTabs` needs of the browser. `reload` loads the page anew. */
export type Tabs = { channel: BroadcastChannel; reload: () => void };

/**
 * Keeps the tabs of one browser agreed on who is signed in, as they share one cookie: a logout in one signs out all,
 * and a login as somebody else reloads the others, so that nothing of the one person stays on the other's screen.
 */
export function joinTabs(store: AppStore, { channel, reload }: Tabs): void {
  store.dispatch(
    addListener.withTypes<RootState, AppDispatch>()({
      predicate: () => true,
      effect: (action: UnknownAction, api) => {
        const news = toMessage(action, api.getState(), api.getOriginalState());
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin only
        if (news !== null) channel.postMessage(news);
      },
    }),
  );
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isMessage(data)) onMessage(data, store, reload);
  });
}

/** Whatever else arrives on the channel, from a tab with another version of this code, is ignored. */
function isMessage(data: unknown): data is Message {
  if (typeof data !== 'object' || data === null || !('type' in data)) return false;
  return (
    data.type === 'signedOut' ||
    (data.type === 'signedIn' && 'userId' in data && typeof data.userId === 'string')
  );
}

function toMessage(action: UnknownAction, now: RootState, before: RootState): Message | null {
  if (check.fulfilled.match(action)) {
    const userId = action.payload.data._id;
    return before.user.response?._id === userId ? null : { type: 'signedIn', userId };
  }
  const hasEnded = before.user.response !== null && now.user.response === null;
  return hasEnded && !signedOutElsewhere.match(action) ? { type: 'signedOut' } : null;
}

function onMessage(news: Message, store: AppStore, reload: () => void): void {
  const { response } = store.getState().user;
  if (news.type === 'signedOut') {
    if (response !== null) store.dispatch(signedOutElsewhere());
  } else if (response === null) {
    void store.dispatch(check());
  } else if (response._id !== news.userId) {
    reload();
  }
}
