import { BOOT_SCRIPT, type Boot } from '@latchkey/shared';

/**
 * Creates the function that writes the boot state into a page of the build. Throws when the page has no place for it, or two.
 */
export function pageTemplate(page: string): (boot: Boot) => string {
  const [head, tail, more] = page.split(BOOT_SCRIPT.empty);
  if (head === undefined || tail === undefined || more !== undefined)
    throw new Error('The built page does not have one empty boot script.');
  return (boot) => head + bootScript(boot) + tail;
}

/** The inert script with the boot state. `<` is escaped, so that no username can end the script. */
function bootScript(boot: Boot): string {
  const json = JSON.stringify(boot).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="${BOOT_SCRIPT.id}">${json}</script>`;
}
