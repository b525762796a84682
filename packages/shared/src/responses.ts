import * as z from 'zod/mini';

/** Answer of register and login, and content of the Redux slice `auth`: the user as the database has it, serialised. */
export const authResponse = z.strictObject({ _id: z.string(), username: z.string(), __v: z.number() });
export type AuthResponse = z.infer<typeof authResponse>;

/** Answer of `GET /api/auth/check`, and content of the Redux slice `user`: what the token says. */
export const checkResponse = z.strictObject({ _id: z.string(), username: z.string() });
export type CheckResponse = z.infer<typeof checkResponse>;
