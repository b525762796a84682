import type { Page } from '@playwright/test';

/** A picture of a page, reduced to `WIDTH` × `HEIGHT` grey values. */
type Thumbnail = number[];

const WIDTH = 64;
const HEIGHT = 36;
/** The mean difference per grey value (0–255) up to which a frame counts as empty: the background, or a line of text. */
const EMPTY = 0.5;

/** Records what the browser paints while `act` runs: each frame, through the DevTools protocol's screencast. */
export async function recordFrames(page: Page, act: () => Promise<void>): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const frames: string[] = [];
  session.on('Page.screencastFrame', ({ data, sessionId }) => {
    frames.push(data);
    void session.send('Page.screencastFrameAck', { sessionId }).catch(() => {});
  });
  const small = { maxWidth: 4 * WIDTH, maxHeight: 4 * HEIGHT };
  await session.send('Page.startScreencast', { format: 'png', everyNthFrame: 1, ...small });
  await act();
  await session.send('Page.stopScreencast');
  await session.detach();
  return frames;
}

/** Creates a function that says which of the named pictures a frame shows, or `empty` when it shows next to nothing. */
export async function createClassifier<Name extends string>(
  decoder: Page,
  pictures: Record<Name, string>,
): Promise<(frames: string[]) => Promise<(Name | 'empty')[]>> {
  const names = Object.keys(pictures).filter((name): name is Name => name in pictures);
  const known = await toThumbnails(
    decoder,
    names.map((name) => pictures[name]),
  );
  return async (frames) => {
    const thumbnails = await toThumbnails(decoder, frames);
    return thumbnails.map((thumbnail) => {
      if (difference(thumbnail, background(thumbnail)) < EMPTY) return 'empty';
      const distances = known.map((one) => difference(thumbnail, one));
      return names[distances.indexOf(Math.min(...distances))] ?? 'empty';
    });
  };
}

/** A picture of what the page shows now, as the screencast would record it. */
export async function picture(page: Page): Promise<string> {
  return (await page.screenshot()).toString('base64');
}

function difference(one: Thumbnail, other: Thumbnail): number {
  return one.reduce((sum, grey, at) => sum + Math.abs(grey - (other[at] ?? 0)), 0) / one.length;
}

/** A picture of nothing but the most frequent grey of this one. */
function background(thumbnail: Thumbnail): Thumbnail {
  const counts = new Map<number, number>();
  for (const grey of thumbnail) counts.set(grey, (counts.get(grey) ?? 0) + 1);
  const [[most] = [255]] = [...counts].toSorted(([, one], [, other]) => other - one);
  return thumbnail.map(() => most);
}

/** Decodes PNGs in a page that nothing else uses. */
async function toThumbnails(decoder: Page, pngs: string[]): Promise<Thumbnail[]> {
  return decoder.evaluate(
    async ({ sources, width, height }) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d', { willReadFrequently: true });
      const thumbnails: number[][] = [];
      for (const source of sources) {
        const image = new Image();
        image.src = `data:image/png;base64,${source}`;
        await image.decode();
        context?.drawImage(image, 0, 0, width, height);
        const { data = [] } = context?.getImageData(0, 0, width, height) ?? {};
        const greys: number[] = [];
        for (let at = 0; at < data.length; at += 4)
          greys.push(Math.round(((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3));
        thumbnails.push(greys);
      }
      return thumbnails;
    },
    { sources: pngs, width: WIDTH, height: HEIGHT },
  );
}
