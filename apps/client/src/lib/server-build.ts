/** Whether the server still has the build that this page belongs to. */
export type BuildStatus = 'current' | 'replaced' | 'unreachable';

/** Asks the server for this page's entry script, whose name changes with every change of the build. */
export async function askForBuild(): Promise<BuildStatus> {
  const entry = document.querySelector('script[type="module"][src], link[data-entry]');
  const path = entry?.getAttribute('src') ?? entry?.getAttribute('href') ?? '/';
  try {
    const { ok, status } = await fetch(path, { method: 'HEAD', cache: 'no-store' });
    if (status === 404) return 'replaced';
    return ok ? 'current' : 'unreachable';
  } catch {
    return 'unreachable';
  }
}
