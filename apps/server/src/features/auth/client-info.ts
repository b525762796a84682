/** What a request with credentials says of the client. */
export type ClientInfo = {
  /** The browser's name for itself. */
  userAgent: string;
  /** Whom limits count: an address or a network. */
  client: string;
  /** The session that the browser is in, if any. */
  currentSid: string | undefined;
};
