import { addListener, isAnyOf, type UnknownAction } from '@reduxjs/toolkit';
import { deleteAccount } from './account/thunks.ts';
import { logout } from './auth/thunks.ts';
import type { AppDispatch, AppStore, RootState } from './make-store.ts';
import { sessionDoubted } from './session-events.ts';
import { check } from './user/thunks.ts';

/** The name of the `BroadcastChannel` on which the tabs of one origin talk. */
export const TAB_CHANNEL = 'latchkey.session';

/** What a tab sends to the others: that its user signed out, that a check found the session dead, or who has signed in. */
type Message = { type: 'signedOut' } | { type: 'ended' } | { type: 'signedIn'; userId: string };

/** What `joinTabs` needs of the browser. `reload` loads the page again. */
export type Tabs = { channel: BroadcastChannel; reload: () => void };

const isSignOut = isAnyOf(logout.fulfilled, deleteAccount.fulfilled);

/**
 * Keeps the tabs of one browser agreed on who is signed in, as they share one cookie. A message only causes a check: by
 * the time it arrives it may be overtaken. When that check finds somebody else, the page is loaded again, so that
 * nothing of the one person stays on the other's screen.
 */
export function joinTabs(store: AppStore, { channel, reload }: Tabs): void {
  const listen = addListener.withTypes<RootState, AppDispatch>();
  store.dispatch(
    listen({
      predicate: (_, now, before) => now.user.response?._id !== before.user.response?._id,
      effect: (action, api) => {
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin only
        channel.postMessage(toMessage(action, api.getState()));
        if (api.getState().user.doubt === 'otherUser') reload();
      },
    }),
  );
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isMessage(data)) onMessage(data, store);
  });
}

/** Whatever else arrives on the channel, from a tab with another version of this code, is ignored. */
function isMessage(data: unknown): data is Message {
  if (typeof data !== 'object' || data === null || !('type' in data)) return false;
  if (data.type === 'signedIn') return 'userId' in data && typeof data.userId === 'string';
  return data.type === 'signedOut' || data.type === 'ended';
}

function toMessage(action: UnknownAction, { user }: RootState): Message {
  if (user.response !== null) return { type: 'signedIn', userId: user.response._id };
  return { type: isSignOut(action) ? 'signedOut' : 'ended' };
}

function onMessage(message: Message, store: AppStore): void {
  const { response } = store.getState().user;
  if (message.type === 'signedIn') {
    if (response === null) void store.dispatch(check());
    else if (response._id !== message.userId) store.dispatch(sessionDoubted('changedElsewhere'));
  } else if (response !== null) {
    store.dispatch(sessionDoubted(message.type === 'signedOut' ? 'signedOutElsewhere' : 'changedElsewhere'));
  }
}
