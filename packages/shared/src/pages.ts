import type { Language } from './languages.ts';
import type { CheckResponse } from './responses.ts';
import type { TokenTimes } from './token-phase.ts';

/**
 * The paths of the client's pages: its router renders them and the production server answers them with the app. Any
 * other path is a real 404.
 */
export const PAGES = {
  home: '/',
  login: '/login',
  register: '/register',
  inspector: '/inspector',
  security: '/security',
} as const;

/** What of the server's configuration the page needs to know. */
export type BootSettings = {
  /** How many code points a new password needs. */
  passwordMinLength: number;
  /** There only where the inspector has a lab (`INSPECTOR`). */
  lab?: true;
};

/**
 * What the server writes into the page, as inert JSON in `<script type="application/json" id="boot">`. `pnpm dev` never
 * knows the user.
 */
export type Boot = BootSettings & {
  /** Who is signed in, `null` for nobody; absent where it is unknown and the check call decides. */
  user?: CheckResponse | null;
  /**
   * The life of that user's token; present with a user only. When the session ends is not part of it: that counts from
   * the session's start, which only the database knows, and no page is worth a look-up. `GET /api/auth/session` says it.
   */
  token?: TokenTimes;
};

/** The element of the page that holds `Boot`. `empty` finds it with `null`, where the server puts the JSON. */
export const BOOT_SCRIPT = {
  id: 'boot',
  /** HTML formatters may wrap the content. */
  empty: /<script type="application\/json" id="boot">\s*null\s*<\/script>/,
} as const;

/**
 * The pages that the build renders in each language, for visitors of whom the server knows that nobody is signed in. Each
 * is a document like `index.html`, with the page in `#root`.
 */
export const PRERENDERED_PAGES = [PAGES.login, PAGES.register] as const;

/** Stands in a prerendered page for `Boot.passwordMinLength`, which only the server knows. No text has such a number. */
export const UNKNOWN_MIN_LENGTH = 999_999_937;

/** The path of a prerendered page in the built client. What begins with a dot is never served as a file. */
export const prerenderedFile = (page: string, language: Language): string =>
  `.prerendered${page}.${language}.html`;
