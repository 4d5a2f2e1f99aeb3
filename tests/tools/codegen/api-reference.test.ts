import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { defaultLimits } from '../../../application/limits.js';
import { writeApiReference } from '../../../tools/codegen/api-reference.js';
import { repository } from '../../guests/build-cache.js';

/** The pages in a folder and below it: path → text. */
function pagesIn(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.md'));
  return new Map(paths.sort().map(path => [path.replaceAll('\\', '/'), readFileSync(join(folder, path), 'utf8')]));
}

describe('the reference of the API', () => {
  const checkedIn = pagesIn(fileURLToPath(new URL('docs/api', repository)));
  const manifest = JSON.parse(readFileSync(new URL('package.json', repository), 'utf8'));

  it('is checked in as the doc comments give it (npm run codegen)', async function () {
    this.timeout(120_000);
    const folder = mkdtempSync(join(tmpdir(), 'hostcall-api-'));
    try {
      await writeApiReference(folder);
      const written = pagesIn(folder);
      expect([...checkedIn.keys()]).to.deep.equal([...written.keys()]);
      for (const [path, text] of written) {
        expect(checkedIn.get(path) === text, `docs/api/${path} is up to date`).to.equal(true);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('has a page for each entry point', () => {
    const entryPoints = Object.keys(manifest.exports).filter(path => path !== './package.json');
    const pages = entryPoints.map(path => `${path.replace('.', 'hostcall')}.md`);
    expect([...checkedIn.keys()].filter(path => path !== 'README.md').sort()).to.deep.equal(pages.sort());
  });

  /** The row of a member in the table of an interface. */
  const described = (name: string, member: string) => {
    const page = checkedIn.get('hostcall.md') as string;
    const section = page.slice(page.indexOf(`\n### ${name}\n`)).split('\n### ')[1] as string;
    const row = section.split('\n').find(line => line.includes(`\`${member}?\``)) ?? '';
    return row.replaceAll('\\|', '').split(' | ').slice(3).join(' ');
  };

  it('describes each option of run()', () => {
    const declared = readFileSync(new URL('application/runtime/program-options.ts', repository), 'utf8');
    const [, members = ''] = /^export interface ProgramOptions \{$(.*?)^\}$/ms.exec(declared) ?? [];
    const options = [...members.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, option]) => option as string);
    expect(options).to.include.members(['args', 'preopens', 'stdout', 'limits']);
    for (const option of options) expect(described('ProgramOptions', option), option).to.match(/[a-z]{3}/);
  });

  it('names the defaults of the limits', () => {
    for (const [name, value] of Object.entries(defaultLimits)) {
      expect(described('Limits', name), name).to.contain(String(value));
    }
  });
});
