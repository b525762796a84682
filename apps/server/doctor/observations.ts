import type { ServerReport } from '@latchkey/shared';
import type { Environment } from './environment.ts';
import type { Answer } from './http.ts';

/** What one server said about itself, and the response that brought it. */
export type SeenReport = ServerReport & { instance: string; answer: Answer };

/** A server's clock, in seconds since the epoch, and the response that brought it. */
export type SeenClock = { now: number; answer: Answer };

/** What the servers behind an address said to a doctor who knows their secret. */
export type Servers = {
  /** One a server. */
  reports: SeenReport[];
  /** Why there is no report. */
  whyNone: string;
  clocks: SeenClock[];
  /** How many servers refused every secret at hand, while another accepted one. */
  refusing: number;
  /** How many requests were sent to find them all. */
  asked: number;
  /** Two responses to the same request, one after the other; absent if there is no report. */
  twice?: readonly [Answer, Answer];
};

/** Whether the server takes requests of pages from the asked origin, and from the same host by the other scheme. */
export type AcceptedOrigins = { asked: boolean; otherScheme: boolean };

/** What was seen from outside. */
export type Outside = {
  /** The origin that was asked, after a redirect from http to https. */
  origin: string;
  isHttps: boolean;
  /** Two responses to `GET /api/auth/check`, one after the other. */
  check: readonly [Answer, Answer];
  page: Answer;
  /** The response to a sign-out of nobody, which clears the cookie that nobody has. */
  signOut: Answer;
  accepts: AcceptedOrigins;
  ready: Answer;
  servers: Servers;
};

/** Everything that the checks judge. */
export type Observations = {
  environment: Environment;
  /** Why no server was reached, if none was. */
  outside: Outside | string;
  /** Why the database of the environment cannot be reached from here; asked only where no server was reached. */
  databaseError: string | undefined;
};
