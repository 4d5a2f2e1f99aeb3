import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { BUILD_TIMEOUT } from '../guests/build-c.js';
import { buildWat } from '../guests/build-wat.js';
import { createScratchDirectory } from '../guests/scratch-directory.js';
import { expectShown, shownCommands } from './console.js';
import { examplesOf, runExample } from './example.js';
import { exampleFolder } from './example-folder.js';
import { READER } from './reader-program.js';

describe('docs/recording.md', () => {
  it('shows commands as they are', async function () {
    this.timeout(BUILD_TIMEOUT);
    const folder = await exampleFolder('report');
    try {
      const commands = shownCommands('docs/recording.md');
      expect(commands).to.have.length(6);
      for (const shown of commands) expectShown(shown, folder.path);
    } finally {
      folder.remove();
    }
  });

  it('has an example that records and replays', async () => {
    const [example, ...others] = examplesOf('docs/recording.md');
    expect(others).to.have.length(0);
    const { preopen, dispose } = createScratchDirectory({ 'work/notes.txt': 'buy milk\n' });
    try {
      writeFileSync(join(preopen, 'program.wasm'), await buildWat(READER));
      const { stdout, stderr, status } = runExample(example as string, preopen);
      expect(stderr).to.equal('');
      expect(status).to.equal(0);
      expect(stdout).to.match(/fd_read\(4<.*notes\.txt>, .* = 9\n/);
      expect(stdout).to.match(/\nit writes 9 bytes to stream 1\n\{ exitCode: \d+ \}\n$/);
    } finally {
      dispose();
    }
  });
});
