import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { denialKinds } from '../../application/diagnosis/index.js';
import { BUILD_TIMEOUT } from '../guests/build-c.js';
import { runShown, shownCommands } from './console.js';
import { examplesOf, runExample } from './example.js';
import { type ExampleFolder, exampleFolder } from './example-folder.js';
import { root } from './pages.js';

const page = readFileSync(`${root}docs/failures.md`, 'utf8');

const commands = shownCommands('docs/failures.md');

/** The pattern of a line: `…` stands for anything, and blanks before a result for the padding. */
function pattern(line: string): RegExp {
  const parts = line.split('…').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*').replace(/ = /g, ' += ')}$`);
}

describe('docs/failures.md', () => {
  let folder: ExampleFolder;

  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    folder = await exampleFolder('failures');
    copyFileSync(join(folder.path, 'notes.wasm'), join(folder.path, 'program.wasm'));
    mkdirSync(join(folder.path, 'work'));
  });
  after(() => folder.remove());

  it('lists every kind of reason and every way to lose a right', () => {
    const first = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
    expect(first).to.have.members([
      ...denialKinds,
      ...['read-only', 'never', 'not-asked', 'not-applicable', 'opened-for-reading', 'given-up', 'unseen'],
    ]);
  });

  it('shows commands', () => {
    expect(commands).to.have.length(4);
  });

  for (const shown of commands) {
    it(`shows what is printed by ${shown.command}`, () => {
      const [printed, expected] = [runShown(shown, folder.path).split('\n'), shown.output.split('\n')];
      for (const [index, line] of expected.entries()) expect(printed[index]).to.match(pattern(line));
      expect(printed).to.have.length(expected.length);
    });
  }

  it('has an example that runs', () => {
    const [example, ...others] = examplesOf('docs/failures.md') as [string, ...string[]];
    expect(others).to.deep.equal([]);
    const run = example.replace('preopens:', "args: ['read', '/x', 'write', '/new'], preopens:");
    const { stdout, stderr } = runExample(run, folder.path);
    expect(stderr).to.equal('read /x: No such file or directory\nwrite /new: Capabilities insufficient\n');
    expect(stdout.split('\n').filter(line => !line.startsWith('fd_prestat_get'))).to.deep.equal([
      'path_open: refused at "x": there is nothing of that name',
      'path_open needs PATH_CREATE_FILE',
      '',
    ]);
  });
});
