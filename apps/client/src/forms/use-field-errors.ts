import { useRef, useState } from 'react';
import { checkValues, type Schema, type Values } from './check-values.ts';
import type { FieldErrorCode, FieldErrors, FieldName } from './field-errors.ts';

type Options<Name extends FieldName> = {
  names: readonly Name[];
  loadSchema: () => Promise<Schema<Name>>;
  /** What the fields hold now; `null` once the form has gone. */
  read: () => Values | null;
};

/**
 * Which fields have an error. A field has none before somebody has left it with text in it, or has submitted the form;
 * from then on it is watched: each edit of the form checks it again.
 */
export function useFieldErrors<Name extends FieldName>({ names, loadSchema, read }: Options<Name>) {
  const watched = useRef(new Set<Name>());
  const composed = useRef<Name | null>(null);
  const [found, setFound] = useState<FieldErrors<Name>>({});
  const [refused, setRefused] = useState<FieldErrors<Name>>({});

  /** Checks the watched fields. Half a syllable, in a field where somebody composes one, is no reason for an error. */
  async function check(): Promise<void> {
    if (watched.current.size === 0) return;
    // Rules that did not arrive are nobody's error: whoever submits the form is told.
    const schema = await loadSchema().catch(() => null);
    const values = read();
    if (schema === null || values === null) return;
    const { errors } = checkValues(schema, values, names);
    const [inWork, fields] = [composed.current, [...watched.current]];
    setFound((before) => pick(errors, fields, (name, code) => name !== inWork || code === before[name]));
  }

  return {
    errors: { ...found, ...refused },

    /** Somebody has left a field; leaving it empty is no error before the form is submitted. */
    async left(name: Name, text: string): Promise<void> {
      if (text === '') return;
      watched.current.add(name);
      await check();
    },

    /** Somebody has changed what a field holds, which is what the server's error was about. */
    async edited(name: Name): Promise<void> {
      setRefused((before) => pick(before, names, (other, code) => !isStale(other, code, name)));
      await check();
    },

    /** Somebody has begun to compose a syllable in a field, or with `null` has come to its end. */
    composes(name: Name | null): void {
      composed.current = name;
    },

    /** The form was submitted: these are its errors, by the schema and by the server. */
    show(bySchema: FieldErrors<Name>, byServer: FieldErrors<Name>): void {
      watched.current = new Set(names);
      setFound(bySchema);
      setRefused(byServer);
    },

    /** The form is new again. */
    reset(): void {
      watched.current.clear();
      setFound({});
      setRefused({});
    },
  };
}

/** Whether what the server said of a field no longer holds: the field was edited, or the name that it was too much like. */
const isStale = (name: FieldName, code: FieldErrorCode, edited: FieldName): boolean =>
  name === edited || (edited === 'username' && code === 'contains_username');

function pick<Name extends FieldName>(
  errors: FieldErrors<Name>,
  names: readonly Name[],
  isKept: (name: Name, code: FieldErrorCode) => boolean,
): FieldErrors<Name> {
  const kept: FieldErrors<Name> = {};
  for (const name of names) {
    const code = errors[name];
    if (code !== undefined && isKept(name, code)) kept[name] = code;
  }
  return kept;
}
