import { contentSecurityPolicy } from '../http/middleware/security-headers.ts';
import type { OpenApiDocument, Operation } from './document.ts';

const STYLES = `
:root { color-scheme: light dark; --line: light-dark(#ddd, #444); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code, pre { font: 14px/1.5 ui-monospace, monospace; }
pre { overflow: auto; padding: 0.5rem 1rem; border: 1px solid var(--line); border-radius: 6px; }
details { border-top: 1px solid var(--line); padding: 0.5rem 0; }
summary { cursor: pointer; }
summary b { display: inline-block; min-width: 4.5rem; text-transform: uppercase; }
th, td { text-align: left; vertical-align: top; padding: 0.2rem 1.5rem 0.2rem 0; }
`;

/** The content security policy of the page: its own style sheet, and no script at all. */
export const REFERENCE_POLICY = contentSecurityPolicy([STYLES]);

/** A document as a page for people: HTML without scripts, readable without a network. */
export function referencePage({ info, paths, components }: OpenApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  const tags = new Set(operations.flatMap(({ operation }) => operation.tags));
  const sections = Array.from(tags, (tag) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(tag));
    return `<h2>${escape(tag)}</h2>${own.map((one) => operationHtml(one.method, one.path, one.operation)).join('')}`;
  });
  const others = Object.entries(components).map(
    ([kind, named]) =>
      `<h2>${escape(kind)}</h2>${Object.entries(named)
        .map(([name, value]) => detailsHtml(`${kind}/${name}`, `<code>${escape(name)}</code>`, json(value)))
        .join('')}`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="/favicon.svg">
<title>${escape(info.title)}: API reference</title>
<style>${STYLES}</style>
<h1>${escape(info.title)}: API reference</h1>
${info.description.split('\n\n').map(paragraph).join('\n')}
<p>The same for programs: <a href="openapi.json">openapi.json</a>.</p>
${[...sections, ...others].join('\n')}
</html>
`;
}

function operationHtml(method: string, path: string, operation: Operation): string {
  const { operationId, summary, description, security = [], parameters, requestBody, responses } = operation;
  const isForUsers = security.length === 1;
  const parts = [
    paragraph(summary),
    description === undefined ? '' : paragraph(description),
    isForUsers ? paragraph('Needs a signed-in user.') : '',
    parameters === undefined ? '' : `<h3>Parameters</h3>${json(parameters)}`,
    requestBody === undefined ? '' : `<h3>Body</h3>${json(requestBody.content)}`,
    `<h3>Responses</h3>${json(responses)}`,
  ];
  return detailsHtml(operationId, `<b>${method}</b> <code>${escape(path)}</code>`, parts.join('\n'));
}

function detailsHtml(id: string, summary: string, content: string): string {
  return `<details id="${escape(id)}"><summary>${summary}</summary>${content}</details>\n`;
}

/** JSON in which each reference to a component is a link to it. */
function json(value: unknown): string {
  const text = escape(JSON.stringify(value, null, 2));
  return `<pre>${text.replaceAll(/#\/components\/([\w.\-/]+)/g, '<a href="#$1">$1</a>')}</pre>`;
}

function paragraph(text: string): string {
  return `<p>${escape(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>')}</p>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
}
