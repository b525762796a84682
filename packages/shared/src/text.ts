/** The length of a text in Unicode code points, the unit of every length limit in this contract. */
export function codePoints(text: string): number {
  return Array.from(text).length;
}
