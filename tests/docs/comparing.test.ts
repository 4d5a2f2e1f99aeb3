import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildWat } from '../guests/build-wat.js';
import { createScratchDirectory } from '../guests/scratch-directory.js';
import { expectShown, shownCommands } from './console.js';
import { READER } from './reader-program.js';

describe('docs/comparing.md', () => {
  it('shows what the command line does', async function () {
    this.timeout(240_000);
    const { preopen, dispose } = createScratchDirectory({
      'here/notes.txt': 'buy milk\n',
      'there/notes.txt': 'buy bread\n',
    });
    try {
      writeFileSync(join(preopen, 'notes.wasm'), await buildWat(READER));
      const commands = shownCommands('docs/comparing.md');
      expect(commands).to.have.length(6);
      for (const shown of commands) {
        // Where times are shown, lines are in their order, which may be another.
        expectShown(shown, preopen, text => (shown.measured ? text.split('\n').sort().join('\n') : text));
      }
    } finally {
      dispose();
    }
  });
});
