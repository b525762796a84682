import { afterEach, beforeEach } from 'vitest';

type Claim = { mode: LockMode; grant: () => void };

/**
 * Web Locks for a test environment that has none: one queue, whatever the name, in which a lock is granted when nothing
 * before it, held or waiting, excludes it (W3C Web Locks API). `requests` lists the modes that were asked for.
 */
export function useFakeLocks() {
  const locks = { requests: new Array<LockMode>(), request };
  let [held, queue]: [Claim[], Claim[]] = [[], []];
  beforeEach(() => {
    [held, queue, locks.requests] = [[], [], []];
    Object.defineProperty(navigator, 'locks', { configurable: true, value: locks });
  });
  // What is left is the environment's own getter, which says that there are none.
  afterEach(() => Reflect.deleteProperty(navigator, 'locks'));

  function grantNext(): void {
    const [next] = queue;
    if (next === undefined || held.some(({ mode }) => mode === 'exclusive' || next.mode === 'exclusive'))
      return;
    queue = queue.slice(1);
    held.push(next);
    next.grant();
    grantNext();
  }

  async function request<T>(
    _name: string,
    { mode = 'exclusive', signal }: LockOptions,
    callback: () => Promise<T>,
  ): Promise<T> {
    locks.requests.push(mode);
    const entry = { mode, grant: () => {} };
    await new Promise<void>((resolve, reject) => {
      entry.grant = resolve;
      signal?.addEventListener('abort', () => {
        queue = queue.filter((waiting) => waiting !== entry);
        reject(new DOMException('aborted', 'AbortError'));
        grantNext();
      });
      queue.push(entry);
      grantNext();
    });
    try {
      return await callback();
    } finally {
      held = held.filter((holder) => holder !== entry);
      grantNext();
    }
  }

  return locks;
}
