import type { RenderedPage } from '../src/prerender.tsx';
import type { PageFiles } from './files-of.ts';

type DocumentParts = Pick<RenderedPage, 'language' | 'title' | 'markup'> & {
  /** `src/early.ts`, as a path below the build's folder. */
  earlyScript: string;
  files: PageFiles;
  /** The content of a style sheet of the build, by its path below the build's folder. */
  readStyle: (file: string) => string;
};

/** What the Content-Security-Policy forbids in markup. */
const FORBIDDEN = /<script|<style|\s(?:style|on\w+)=/i;

/** How the build links to a style sheet. */
const STYLE_LINK = /<link rel="stylesheet" crossorigin href="\/(?<file>[^"]+)">/g;

const PRELOAD = '<link rel="modulepreload" crossorigin';

/**
 * Puts a rendered page into a copy of the built `index.html`, which then loads the app only when the early script says so.
 * Its style sheets are in the document, so that the first paint waits for nothing else; the server allows exactly these.
 * Throws when `index.html` has no place for a part of it, and for markup that the Content-Security-Policy forbids.
 */
export function composeDocument(index: string, parts: DocumentParts): string {
  const { title, markup, language, earlyScript, files, readStyle } = parts;
  if (FORBIDDEN.test(markup)) throw new Error('The rendered page has inline scripts or styles.');
  const links = Array.from(files.scripts, (file) => `${PRELOAD} href="/${file}">`).filter(
    (link) => !index.includes(link),
  );
  const linked = Array.from(index.matchAll(STYLE_LINK), ({ groups }) => groups?.['file'] ?? '');
  const styles = Array.from(new Set([...linked, ...files.styles]), readStyle).join('');
  if (styles.includes('</')) throw new Error('A style sheet would end its element.');
  const early = `<script async fetchpriority="high" src="/${earlyScript}"></script>`;
  const replacements = {
    '<html lang="en">': `<html lang="${language}">`,
    '<title>Latchkey</title>': `<title>${title}</title>\n    ${early}`,
    [`<script type="module" crossorigin src="/${files.entry}"></script>`]: `${PRELOAD} data-entry href="/${files.entry}">`,
    '</head>': `${links.map((link) => `  ${link}\n  `).join('')}<style>${styles}</style></head>`,
    '<div id="root"></div>': `<div id="root" data-prerendered="${language}">${markup}</div>`,
  };
  return Object.entries(replacements)
    .reduce(
      (document, [place, content]) => replaceOnce(document, place, content),
      index.replaceAll(STYLE_LINK, ''),
    )
    .replaceAll(PRELOAD, `${PRELOAD} media="not all"`);
}

function replaceOnce(document: string, place: string, content: string): string {
  const [before, after, ...more] = document.split(place);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`index.html does not have one ${place}.`);
  return before + content + after;
}
