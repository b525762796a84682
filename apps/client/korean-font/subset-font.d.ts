// The published types (@types/subset-font 2.3) lack the newer options.
declare module 'subset-font' {
  type Options = {
    targetFormat: 'woff2';
    variationAxes: Record<string, { min: number; max: number }>;
    /** Tags of OpenType features; all others are left out. */
    keepFeatures: string[];
    noHinting: boolean;
  };

  /** A font with only the glyphs that `text` needs. */
  export default function subsetFont(original: Buffer, text: string, options: Options): Promise<Buffer>;
}
