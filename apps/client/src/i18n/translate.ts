import type en from './en.json';

/** The texts of a language, as its JSON file nests them. */
export type Texts = typeof en;

/** The dotted paths of a nested object of texts. */
export type KeysOf<T> = {
  [Key in keyof T & string]: T[Key] extends string ? Key : `${Key}.${KeysOf<T[Key]>}`;
}[keyof T & string];

/** The dotted path of a text, such as `login.title`; what no language has does not compile. */
export type TextKey = KeysOf<Texts>;

/** The text of a key, with values in place of its placeholders `{{name}}`. */
export type Translate<Key extends string = TextKey> = (
  key: Key,
  values?: Readonly<Record<string, string | number>>,
) => string;

/** What a language puts in place of `{{name, format}}`, by the name of the format. */
export type Formats = Readonly<Record<string, (value: string) => string>>;

const PLACEHOLDER = /\{\{(?<name>\w+)(?:, (?<format>[^}]+))?\}\}/g;

/** Creates the translate function of a language. A placeholder without a value stays as it is written. */
export function createTranslate<T extends object>(texts: T, formats: Formats = {}): Translate<KeysOf<T>> {
  const byKey = new Map<string, string>(flatten(texts));
  return (key, values = {}) =>
    (byKey.get(key) ?? key).replace(PLACEHOLDER, (placeholder, name: string, format: string | undefined) => {
      const value = values[name];
      if (value === undefined) return placeholder;
      return (format !== undefined && formats[format]?.(String(value))) || String(value);
    });
}

function flatten(texts: object, prefix = ''): [key: string, text: string][] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? flatten(value, `${prefix}${key}.`)
      : [[prefix + key, String(value)]],
  );
}
