import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { validate } from 'dockerfile-utils';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fromRoot } from './lib/root.ts';

const read = (path: string): string => readFileSync(fromRoot(path), 'utf8');

/** The variables that a server knows, `NAME_FILE` being the file of `NAME`. */
const documented = new Set(read('.env.example').match(/\b[A-Z]+(?:_[A-Z]+)*(?==)/g));
const unknownOf = (names: string[]): string[] =>
  names.filter((name) => !documented.has(name.replace(/_FILE$/, '')));

describe('the image', () => {
  const dockerfile = read('docs/deploy/Dockerfile');

  test('has a Dockerfile in which the linter finds nothing', () => {
    expect(validate(dockerfile)).toEqual([]);
    expect(validate('FROM node AS\nUSR node')).not.toEqual([]);
  });

  test('does not run as root, says whether it is alive, and gets signals itself', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK /m);
    expect(last).toMatch(/^CMD \["node"/m);
  });

  test('is based on one tagged image in every stage', () => {
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(new Set(bases).size).toBe(1);
    expect(bases[0]).toMatch(/^node:\d+-\w+-slim$/);
  });

  test('copies only what is in the repository, and sets only variables that the server knows', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) =>
      paths.split(' '),
    );
    expect(copied.filter((path) => !existsSync(fromRoot(path)))).toEqual([]);
    const [, assignments = ''] = /^ENV (.+)$/m.exec(dockerfile) ?? [];
    expect(unknownOf(assignments.split(' ').map((each) => each.split('=')[0] ?? ''))).toEqual([]);
  });
});

describe('the Compose file', () => {
  type Service = {
    image: string;
    environment?: Record<string, string>;
    secrets?: string[];
    networks: string[];
    ports?: string[];
    read_only?: boolean;
    depends_on?: Record<string, unknown> | string[];
    command?: string[];
  };
  const compose = parse(read('docs/deploy/compose.yaml'), { merge: true }) as {
    services: Record<string, Service>;
    networks: Record<string, { internal?: boolean } | null>;
    secrets: Record<string, { file: string }>;
    volumes: Record<string, unknown>;
  };
  const named = (pattern: RegExp): Service[] =>
    Object.entries(compose.services).flatMap(([name, service]) => (pattern.test(name) ? [service] : []));

  test('has three servers that share secrets from files, and nothing secret in the environment', () => {
    const servers = named(/^server\d$/);
    expect(servers.length).toBe(3);
    for (const { environment = {}, secrets = [], read_only } of servers) {
      expect(unknownOf(Object.keys(environment))).toEqual([]);
      expect(
        Object.keys(environment).filter((name) => /SECRET|PEPPER|URI/.test(name) && !name.endsWith('_FILE')),
      ).toEqual([]);
      for (const path of Object.values(environment).filter((value) => value.startsWith('/run/secrets/')))
        expect(secrets).toContain(path.replace('/run/secrets/', ''));
      for (const secret of secrets) expect(compose.secrets).toHaveProperty(secret);
      expect(read_only).toBe(true);
    }
  });

  test('has a replica set of three that only the servers reach', () => {
    const members = named(/^mongodb\d$/);
    expect(members.map(({ networks }) => networks)).toEqual([['database'], ['database'], ['database']]);
    for (const { command, ports } of members)
      expect([command?.includes('rs0'), ports]).toEqual([true, undefined]);
    expect(compose.networks['database']).toEqual({ internal: true });
    expect(compose.services['proxy']?.networks).toEqual(['web']);
  });

  test('names only services, networks and secrets that exist, and images by a tag', () => {
    for (const { depends_on = [], networks, image } of Object.values(compose.services)) {
      for (const name of Array.isArray(depends_on) ? depends_on : Object.keys(depends_on))
        expect(compose.services).toHaveProperty(name);
      for (const name of networks) expect(compose.networks).toHaveProperty(name);
      expect(image).toMatch(/:[\w.]+$/);
    }
  });
});

test('the systemd unit sets only variables that the server knows, and gives each credential that it names', () => {
  const unit = read('docs/deploy/latchkey.service');
  const variables = [...unit.matchAll(/^Environment=(\w+)=(.*)$/gm)];
  expect(unknownOf(variables.map(([, name = '']) => name))).toEqual([]);
  const credentials = [...unit.matchAll(/^LoadCredential=(\w+):/gm)].map(([, name]) => `%d/${name}`);
  expect(variables.flatMap(([, , value = '']) => (value.startsWith('%d/') ? [value] : []))).toEqual(
    credentials,
  );
});

describe('the workflows', () => {
  const files = readdirSync(fromRoot('.github/workflows'));

  test.each(files)(
    '%s is YAML, and uses actions by the hash of a commit, with its version beside it',
    (file) => {
      const text = read(`.github/workflows/${file}`);
      expect(parse(text)).toHaveProperty('jobs');
      const used = [...text.matchAll(/uses: (.+)$/gm)].map(([, action]) => action);
      expect(
        used.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action ?? '')),
      ).toEqual([]);
    },
  );

  test('the audit runs each week', () => {
    const { on } = parse(read('.github/workflows/audit.yml')) as { on: { schedule: { cron: string }[] } };
    expect(on.schedule[0]?.cron).toMatch(/^\d+ \d+ \* \* \d$/);
  });
});
