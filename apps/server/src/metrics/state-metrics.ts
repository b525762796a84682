import { Gauge, type Registry } from 'prom-client';
import type { Deps } from '../deps.ts';
import { isDbConnected } from '../lib/db.ts';

/**
 * The metrics that are read off the server's parts when somebody asks for them. `aggregator` says how the values of several
 * workers become one; those without are added up.
 */
export function addStateMetrics(
  registry: Registry,
  deps: Pick<Deps, 'db' | 'passwords' | 'revocation'>,
): void {
  const { db, passwords, revocation } = deps;
  const registers = [registry];
  gauge({
    name: 'latchkey_database_up',
    help: 'Whether the database answered the last heartbeat: 1 or 0.',
    aggregator: 'min',
    registers,
    read: () => (isDbConnected(db) ? 1 : 0),
  });
  gauge({
    name: 'latchkey_password_hash_queue_length',
    help: 'Passwords that wait to be hashed, without those being hashed.',
    registers,
    read: () => passwords.waiting(),
  });
  // Only the policy `bounded` has a set.
  if (revocation.metrics() === null) return;
  gauge({
    name: 'latchkey_revocation_set_size',
    help: 'Revoked sessions in memory.',
    aggregator: 'max',
    registers,
    read: () => revocation.metrics()?.size ?? 0,
  });
  gauge({
    name: 'latchkey_revocation_set_age_seconds',
    help: 'Time since the revoked sessions were last known to be complete; beyond REVOCATION_MAX_STALENESS checks are refused.',
    aggregator: 'max',
    registers,
    read: () => (revocation.metrics()?.ageMs ?? 0) / 1000,
  });
}

type GaugeOptions = ConstructorParameters<typeof Gauge>[0] & { read: () => number };

function gauge({ read, ...options }: GaugeOptions): Gauge {
  return new Gauge({
    ...options,
    collect() {
      this.set(read());
    },
  });
}
