/** What comes with credentials: the browser's name, and the session that it is in, if any. */
export type Visit = { userAgent: string; currentSid: string | undefined };
