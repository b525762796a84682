import { createApp } from './app.ts';
import type { Deps } from './deps.ts';
import type { Env } from './env.ts';
import { createGracefulShutdown, GRACE_MS } from './http/server/graceful-shutdown.ts';
import { answerClientErrors } from './http/server/client-errors.ts';
import { fixedHeaders } from './http/middleware/security-headers.ts';
import { createHttpServer, listen } from './http/server/server.ts';
import { systemClock, type Clock } from './lib/clock.ts';
import { connectDb, dbStartError } from './lib/db.ts';
import { startEmbeddedDatabase } from './lib/embedded-database.ts';
import type { Log } from './lib/log.ts';
import { createPasswords } from './lib/passwords.ts';
import { UnlistedPepperError } from './lib/peppers.ts';
import type { Metrics } from './metrics/metrics.ts';
import { createLimits, noLimits } from './limits/limits.ts';
import { prepareModels } from './models/models.ts';
import { createRevocationPolicy } from './sessions/revocation/create-policy.ts';
import { startLabPolicies } from './sessions/revocation/lab-policies.ts';
import { createKeyRing } from './tokens/key-ring.ts';

/** A server that accepts requests. Both ways to end it resolve when everything is closed. */
export type RunningServer = {
  deps: Deps;
  /** The graceful shutdown: lets requests in flight finish. */
  stop(): Promise<void>;
  /** For a worker that another one has replaced: lets clients finish with their connections. */
  drain(): Promise<void>;
};

export type StartOptions = {
  env: Env;
  log: Log;
  clock?: Clock;
  /** The folder of the built client; absent when something else serves it. */
  clientDirectory?: string | undefined;
};

/** Starts everything in order: database, models, revocations, app, listening. Rejects when a part cannot start. */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { env, log, clock = systemClock, clientDirectory } = options;
  const embedded = env.mongodbUri === undefined ? await startEmbeddedDatabase(env, log) : undefined;
  const metrics = await measure(env, log);
  const uri = embedded?.uri ?? env.mongodbUri ?? '';
  const deps = await createDeps({ env, log, clock, uri, metrics });
  metrics?.observeState(deps);
  const lifecycle = { shuttingDown: false };
  const app = createApp({
    deps,
    secure: env.secure,
    hstsSubdomains: env.hstsSubdomains,
    clientDirectory,
    referencePage: !env.production,
    lifecycle,
    metrics,
  });
  const server = createHttpServer(app);
  answerClientErrors(server, { headers: fixedHeaders(env).api, log });
  const connections = createGracefulShutdown(server, { delayMs: env.shutdownDelayMs, graceMs: GRACE_MS });
  await listen(server, env.host, env.port);
  log.info(`listening on http://${env.host}:${env.port}, for browsers ${env.publicOrigin}`);

  const closeParts = async (): Promise<void> => {
    metrics?.stop();
    deps.revocation.stop();
    for (const policy of Object.values(deps.labPolicies ?? {})) policy.stop();
    await deps.db.close();
    await embedded?.close();
  };
  let closed: Promise<void> | undefined;
  // A server that is being drained may be stopped as well.
  const close = (): Promise<void> => (closed ??= closeParts());
  return {
    deps,
    async stop() {
      lifecycle.shuttingDown = true;
      await connections.shutDown();
      await close();
    },
    async drain() {
      await connections.drain();
      await close();
    },
  };
}

/** Loaded only if needed: without a reader nothing is measured. */
async function measure(
  { metricsHost: host, metricsPort: port }: Env,
  log: Log,
): Promise<Metrics | undefined> {
  if (port === undefined) return undefined;
  const { startMetrics } = await import('./metrics/metrics.ts');
  return startMetrics({ host, port, log });
}

type Parts = Required<Pick<StartOptions, 'env' | 'log' | 'clock'>> & {
  uri: string;
  metrics: Metrics | undefined;
};

async function createDeps({ env, log, clock, uri, metrics }: Parts): Promise<Deps> {
  const db = await connectDb(uri);
  const models = await prepareModels(db).catch((error: unknown) => {
    throw dbStartError(uri, 'cannot be given its indexes', error);
  });
  const passwords = createPasswords({
    cost: env.bcryptCost,
    peppers: env.passwordPeppers,
    processes: env.workers,
    onTurn: metrics?.onHashWait,
  });
  const unlisted = await models.User.findOtherPepper(passwords.pepperIds);
  if (unlisted !== null) throw new UnlistedPepperError(unlisted);
  const policyOptions = {
    Session: models.Session,
    clock,
    log,
    intervalMs: env.revocationIntervalMs,
    maxStalenessMs: env.revocationMaxStalenessMs,
  };
  const revocation = createRevocationPolicy(env.revocation, {
    ...policyOptions,
    onLearned: metrics?.onRevocationLearned,
  });
  await revocation.start();
  const labPolicies = env.lab ? await startLabPolicies(policyOptions) : undefined;
  const keyRing = createKeyRing(env.jwtSecrets);
  if (!env.rateLimit) log.warn('RATE_LIMIT is off: passwords can be guessed without limit');
  return {
    publicOrigin: env.publicOrigin,
    trustProxy: env.trustProxy,
    clock,
    log,
    db,
    models,
    passwords,
    passwordMinLength: env.passwordMinLength,
    limits: env.rateLimit ? await createLimits({ db, secret: keyRing.signing.key, clock }) : noLimits(),
    keyRing,
    lifetimes: {
      ttl: env.tokenTtlSeconds,
      renewBelow: env.tokenRenewBelowSeconds,
      sessionMaxAge: env.sessionMaxAgeSeconds,
    },
    revocation,
    revocationMode: env.revocation,
    labPolicies,
  };
}
