/** What Prometheus reads: the text, and each sample's value by its name and labels as they are written. */
export type Scrape = { text: string; samples: ReadonlyMap<string, number> };

/** Reads the metrics that listen on a port of this machine. */
export async function scrape(port: number): Promise<Scrape> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  const text = await response.text();
  if (!response.ok) throw new Error(`/metrics answered ${response.status}: ${text}`);
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const samples = lines.map((line): [string, number] => {
    const at = line.lastIndexOf(' ');
    return [line.slice(0, at), Number(line.slice(at + 1))];
  });
  return { text, samples: new Map(samples) };
}

/** The samples of one name that are not zero, by their labels. */
export function samplesOf({ samples }: Scrape, name: string): Record<string, number> {
  const found = [...samples].filter(([key, value]) => key.startsWith(`${name}{`) && value !== 0);
  return Object.fromEntries(found.map(([key, value]) => [key.slice(name.length), value]));
}
