import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { repository } from '../guests/build-cache.js';
import { mechanisms } from './mechanisms.js';

const root = fileURLToPath(repository);

/** The titles of all tests of files that name a mechanism. None of them is run. */
function titles(): string[] {
  const files = readdirSync(new URL('dist/tests/', repository), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.test.js') && !name.endsWith('mechanisms.test.js'))
    .map(name => `dist/tests/${name}`)
    .filter(name => /\bmechanisms\.js'/.test(readFileSync(new URL(name, repository), 'utf8')));
  const mocha = 'node_modules/mocha/bin/mocha.js';
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', mocha, '--no-config', '--dry-run', '--reporter', 'json', ...files],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  const start = stdout.indexOf('{\n');
  if (start < 0) throw new Error(`mocha lists no tests: ${stderr}`);
  const { tests } = JSON.parse(stdout.slice(start)) as { tests: { fullTitle: string }[] };
  return tests.map(({ fullTitle }) => fullTitle);
}

describe('The mechanisms that break sandboxes', () => {
  it('are numbered from 1 on', () => {
    expect(Object.keys(mechanisms)).to.deep.equal(Array.from({ length: 42 }, (_, index) => `${index + 1}`));
  });

  it('each have a test that is named after them, on every adapter where they can exist', () => {
    const all = titles();
    const missing: string[] = [];
    for (const [number, { name, on }] of Object.entries(mechanisms)) {
      const own = all.filter(title => title.includes(`[${number}] ${name}`));
      if (own.length === 0) missing.push(`[${number}] ${name}`);
      for (const place of on)
        if (!own.some(title => title.includes(`on ${place}:`))) missing.push(`[${number}] ${name}, on ${place}`);
    }
    expect(missing).to.deep.equal([]);
  });

  it('are those of the table in docs/security.md', () => {
    const page = readFileSync(new URL('docs/security.md', repository), 'utf8');
    const rows = [...page.matchAll(/^\| (\d+) \| ([^|]+) \|/gm)].map(([, number, name]) => `${number} ${name}`);
    expect(rows).to.deep.equal(Object.entries(mechanisms).map(([number, { name }]) => `${number} ${name}`));
  });
});
