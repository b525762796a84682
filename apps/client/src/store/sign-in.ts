import type { LoginRequest, RegisterRequest } from '@latchkey/shared';
import { conceal, type ApiError } from './app-thunk.ts';
import { login, register } from './auth/thunks.ts';
import type { AppDispatch } from './make-store.ts';
import { check } from './user/thunks.ts';

type Step = (dispatch: AppDispatch) => Promise<ApiError | null>;

/** The bodies whose own request was answered, but not yet the check after it: the same one again needs only that. */
const answered = new WeakSet<LoginRequest | RegisterRequest>();

/**
 * The seed's login, steps 1 to 5: the login response fills `auth`, and then the check response fills `user`. Resolves
 * to what went wrong, or `null`. `signal` gives up whichever of the two requests is open; the same object again as
 * `body` carries on from there, so that nobody signs in twice.
 */
export const signIn = (body: LoginRequest, signal: AbortSignal): Step =>
  inTwoSteps(body, signal, async (dispatch) => {
    const answer = await dispatch(login(conceal(body), { signal }));
    return login.rejected.match(answer) ? answer.error : null;
  });

/** The same for a new account: the server signs in whom it registers. */
export const signUp = (body: RegisterRequest, signal: AbortSignal): Step =>
  inTwoSteps(body, signal, async (dispatch) => {
    const answer = await dispatch(register(conceal(body), { signal }));
    return register.rejected.match(answer) ? answer.error : null;
  });

const inTwoSteps =
  (body: LoginRequest | RegisterRequest, signal: AbortSignal, enter: Step): Step =>
  async (dispatch) => {
    if (!answered.has(body)) {
      const error = await enter(dispatch);
      if (error !== null) return error;
      answered.add(body);
    }
    const answer = await dispatch(check(undefined, { signal }));
    if (!signal.aborted) answered.delete(body);
    return check.rejected.match(answer) ? answer.error : null;
  };
