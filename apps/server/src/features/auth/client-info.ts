/** What a request with credentials says about the client. */
export type ClientInfo = {
  /** The `User-Agent` header. */
  userAgent: string;
  /** Whom limits count: an address or a network. */
  client: string;
  /** The session that the browser is in, if any. */
  currentSid: string | undefined;
};
