import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { denialKinds } from '../../application/diagnosis/index.js';
import { hostcall } from '../adapters/cli/command-line.js';
import { BUILD_TIMEOUT, buildC } from '../guests/build-c.js';
import { createScratchDirectory } from '../guests/scratch-directory.js';
import { examplesOf, runExample } from './example.js';
import { root } from './pages.js';

const page = readFileSync(`${root}docs/failures.md`, 'utf8');

/** Commands with what they print. */
const sessions = [...page.matchAll(/^```console\n\$ hostcall ([^\n]*)\n(.*?)^```$/gms)].map(
  ([, command = '', output = '']) => ({ command, output }),
);

/** What a line has to match: `…` stands for anything, and blanks before a result for the padding. */
function pattern(line: string): RegExp {
  const parts = line.split('…').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*').replace(/ = /g, ' += ')}$`);
}

describe('docs/failures.md', () => {
  let folder: { preopen: string; dispose(): void };

  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    folder = createScratchDirectory({ 'project/notes.txt': 'buy milk\n', 'work/notes.txt': '' });
    symlinkSync('/etc', join(folder.preopen, 'project/etc'));
    mkdirSync(join(folder.preopen, 'project/src'));
    const wasm = await buildC('refused');
    writeFileSync(join(folder.preopen, 'notes.wasm'), wasm);
    writeFileSync(join(folder.preopen, 'program.wasm'), wasm);
  });
  after(() => folder.dispose());

  it('lists every kind of reason and every way to lose a right', () => {
    const first = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
    expect(first).to.have.members([
      ...denialKinds,
      ...['read-only', 'never', 'not-asked', 'not-applicable', 'opened-for-reading', 'given-up', 'unseen'],
    ]);
  });

  it('has sessions', () => {
    expect(sessions).to.have.length(3);
  });

  for (const { command, output } of sessions) {
    it(`shows what is printed: ${command}`, () => {
      const { stderr } = hostcall(command.split(' '), { cwd: folder.preopen });
      const [printed, expected] = [stderr.split('\n'), output.split('\n')];
      for (const [index, line] of expected.entries()) expect(printed[index]).to.match(pattern(line));
      expect(printed).to.have.length(expected.length);
    });
  }

  it('has an example that runs', () => {
    const [example, ...others] = examplesOf('docs/failures.md') as [string, ...string[]];
    expect(others).to.deep.equal([]);
    const run = example.replace('preopens:', "args: ['read', '/x', 'write', '/new'], preopens:");
    const { stdout, stderr } = runExample(run, folder.preopen);
    expect(stderr).to.equal('read /x: No such file or directory\nwrite /new: Capabilities insufficient\n');
    expect(stdout.split('\n').filter(line => !line.startsWith('fd_prestat_get'))).to.deep.equal([
      'path_open: refused at "x": there is nothing of that name',
      'path_open needs PATH_CREATE_FILE',
      '',
    ]);
  });
});
