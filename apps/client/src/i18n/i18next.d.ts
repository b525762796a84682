import type en from './en.json';

declare module 'i18next' {
  // i18next is told its keys by merging into this interface: a key that no language has does not compile.
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}
