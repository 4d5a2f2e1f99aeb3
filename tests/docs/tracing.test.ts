import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { BUILD_TIMEOUT } from '../guests/build-c.js';
import { buildWat } from '../guests/build-wat.js';
import { createScratchDirectory } from '../guests/scratch-directory.js';
import { expectShown, shownCommands } from './console.js';
import { examplesOf, runExample } from './example.js';
import { exampleFolder } from './example-folder.js';
import { READER } from './reader-program.js';

describe('docs/tracing.md', () => {
  it('shows commands as they are', async function () {
    this.timeout(BUILD_TIMEOUT);
    const folder = await exampleFolder('report');
    try {
      const commands = shownCommands('docs/tracing.md');
      expect(commands).to.have.length(14);
      for (const shown of commands) {
        // The arguments that are left out do not matter for the page.
        expectShown(shown, folder.path, text => text.replace(/^( {9}path_open\(.*?sum\.txt", ).*\)$/gm, '$1…)'));
      }
    } finally {
      folder.remove();
    }
  });

  describe('has examples that run', () => {
    const [failures, filtered, counted, ...others] = examplesOf('docs/tracing.md') as [
      string,
      string,
      string,
      ...string[],
    ];

    async function run(example: string): Promise<string[]> {
      const { preopen, dispose } = createScratchDirectory({
        'work/notes.txt': 'buy milk\n',
        'work/secret/key': '42',
        'work/x/y': '',
      });
      try {
        mkdirSync(join(preopen, 'empty'));
        writeFileSync(join(preopen, 'program.wasm'), await buildWat(READER));
        const { stdout, stderr, status } = runExample(example, preopen);
        expect(stderr).to.equal('');
        expect(status).to.equal(0);
        return stdout.trimEnd().split('\n');
      } finally {
        dispose();
      }
    }

    it('three of them', () => {
      expect(others).to.deep.equal([]);
    });

    it('what failed', async () => {
      const lines = await run(failures);
      expect(lines.map(line => line.replace(/\(.*= -1/, ' -1'))).to.deep.equal([
        'path_open -1 ENOENT (No such file or directory)',
        'path_open -1 ENOENT (No such file or directory)',
      ]);
    });

    it('a filter, and types', async () => {
      expect(await run(filtered)).to.deep.equal(['/notes.txt: 9 bytes of descriptor 5', 'buy milk']);
    });

    it('operators, and a meter', async () => {
      expect(await run(counted)).to.deep.equal([
        'buy milk',
        'proc_exit(0) = ?',
        '5 calls, 18 bytes',
        'fd_read 1, fd_write 1, path_open 2, proc_exit 1',
      ]);
    });
  });
});
