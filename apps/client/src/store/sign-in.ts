import type { LoginRequest, RegisterRequest } from '@latchkey/shared';
import { conceal, type ApiError } from './app-thunk.ts';
import { login, register } from './auth/thunks.ts';
import type { AppDispatch } from './make-store.ts';
import { check } from './user/thunks.ts';

/** The seed's login, steps 1 to 5: the login response fills `auth`, and then the check response fills `user`. */
export const signIn =
  (body: LoginRequest, signal: AbortSignal) =>
  async (dispatch: AppDispatch): Promise<ApiError | null> => {
    const answer = await dispatch(login(conceal(body), { signal }));
    return login.rejected.match(answer) ? answer.error : checkIn(dispatch);
  };

/** The same for a new account: the server signs in whom it registers. */
export const signUp =
  (body: RegisterRequest, signal: AbortSignal) =>
  async (dispatch: AppDispatch): Promise<ApiError | null> => {
    const answer = await dispatch(register(conceal(body), { signal }));
    return register.rejected.match(answer) ? answer.error : checkIn(dispatch);
  };

async function checkIn(dispatch: AppDispatch): Promise<ApiError | null> {
  const answer = await dispatch(check());
  return check.rejected.match(answer) ? answer.error : null;
}
