import { describe, expect, test } from 'vitest';
import { DbDeadline } from '../lib/db-deadline.ts';
import { countFailures, type Consume } from './count-failures.ts';
import type { Counter } from './counter.ts';

/** An in-memory counter, with what it counted. */
function memoryCounter(): Counter & { counted: string[] } {
  const counted: string[] = [];
  return {
    counted,
    async consume(key) {
      counted.push(key);
      const refund = async (): Promise<void> => void counted.splice(counted.indexOf(key), 1);
      return { beyond: 0, retryAfterSeconds: 1, refund };
    },
    read: async () => counted.length,
  };
}

const brokenCounter = (): Counter => ({
  ...memoryCounter(),
  consume: () => Promise.reject(new Error('gone')),
});

/** What stays counted after an attempt that counts one and continues with `rest`. */
async function staysCounted(rest: (consume: Consume) => Promise<true | null>): Promise<string[]> {
  const counter = memoryCounter();
  const attempt = async (consume: Consume): Promise<true | null> => {
    await consume(counter, 'key');
    return rest(consume);
  };
  await countFailures(new DbDeadline(), attempt).catch(() => {});
  return counter.counted;
}

describe('after an attempt', () => {
  test('that fails, the count stays', async () => {
    expect(await staysCounted(async () => null)).toEqual(['key']);
  });

  test('that succeeds, nothing stays counted', async () => {
    expect(await staysCounted(async () => true)).toEqual([]);
  });

  test('that a later counter refuses, or that could not be made, nothing stays counted', async () => {
    expect(await staysCounted(() => Promise.reject(new Error('refused')))).toEqual([]);
  });

  test('that a later counter could not count, nothing stays counted', async () => {
    const rest = async (consume: Consume): Promise<null> => {
      await consume(brokenCounter(), 'other');
      return null;
    };
    expect(await staysCounted(rest)).toEqual([]);
  });
});

test('a refund that fails does not hide why the attempt was refused', async () => {
  const counter: Counter = {
    ...memoryCounter(),
    consume: async () => ({
      beyond: 0,
      retryAfterSeconds: 1,
      refund: () => Promise.reject(new Error('gone')),
    }),
  };
  const refused = countFailures(new DbDeadline(), async (consume) => {
    await consume(counter, 'key');
    throw new Error('refused');
  });
  await expect(refused).rejects.toThrow('refused');
});
