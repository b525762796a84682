import { convertHangulToQwerty } from 'es-hangul';

const HANGUL = /[\u{3131}-\u{3163}\u{ac00}-\u{d7a3}]+/gu;

/**
 * A text as the keys of a QWERTY keyboard that type it: Hangul of the standard Korean layout (KS X 5002) becomes Latin
 * letters, in lower case since Shift chooses a letter there; all else stays. `사랑` and `tkfkd` are one and the same.
 */
export function keystrokes(text: string): string {
  return text.normalize('NFC').replaceAll(HANGUL, (hangul) => convertHangulToQwerty(hangul).toLowerCase());
}
