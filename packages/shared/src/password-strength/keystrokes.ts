import { convertHangulToQwerty } from 'es-hangul';

const HANGUL = /[\u{3131}-\u{3163}\u{ac00}-\u{d7a3}]+/gu;

/**
 * Converts a text to the QWERTY keys that type it: Hangul on the standard Korean layout (KS X 5002) becomes Latin
 * letters, in lower case since Shift selects a letter there; all else is unchanged. `사랑` and `tkfkd` are the same.
 */
export function keystrokes(text: string): string {
  return text.normalize('NFC').replaceAll(HANGUL, (hangul) => convertHangulToQwerty(hangul).toLowerCase());
}
