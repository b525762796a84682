/** The origin of an http or https address; `undefined` for anything else. */
export function originOf(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { protocol, origin } = new URL(text);
  return /^https?:$/.test(protocol) ? origin : undefined;
}

/** The same host and port by https instead of http, or the other way round. */
export function withOtherScheme(origin: string): string {
  return origin.startsWith('https:') ? origin.replace(/^https/, 'http') : origin.replace(/^http/, 'https');
}
