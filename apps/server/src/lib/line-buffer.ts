/** Where lines go in the end. */
type Destination = { write(text: string): unknown };

/**
 * When collected lines are passed on: before they are more than so many characters, or after so long a time in
 * milliseconds.
 */
export type LineBufferLimits = { characters: number; ms: number };

/** Takes lines one by one and passes them on together. */
export type LineBuffer = { write(line: string): void; flush(): void };

/** Collects lines for `destination`. The caller flushes what is left when the process ends. */
export function createLineBuffer(destination: Destination, { characters, ms }: LineBufferLimits): LineBuffer {
  let pending = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const text = pending;
    pending = '';
    if (text !== '') destination.write(text);
  };
  return {
    write(line) {
      if (pending.length + line.length > characters) flush();
      pending += line;
      timer ??= setTimeout(flush, ms).unref();
    },
    flush,
  };
}
