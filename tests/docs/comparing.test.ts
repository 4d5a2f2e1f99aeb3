import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildWat } from '../guests/build-wat.js';
import { createScratchDirectory } from '../guests/scratch-directory.js';
import { matches, runShown, settled, shownCommands } from './console.js';
import { READER } from './reader-program.js';

describe('docs/comparing.md', () => {
  it('shows what the command line does', async function () {
    this.timeout(60_000);
    const { preopen, dispose } = createScratchDirectory({
      'here/notes.txt': 'buy milk\n',
      'there/notes.txt': 'buy bread\n',
    });
    try {
      writeFileSync(join(preopen, 'notes.wasm'), await buildWat(READER));
      const commands = shownCommands('docs/comparing.md');
      expect(commands).to.have.length(6);
      for (const shown of commands) {
        const [expected, printed] = [shown.output, runShown(shown, preopen)].map(text => settled(text, shown.measured));
        // Of the times only the order may differ.
        const lines = (text: string | undefined) => text?.split('\n').sort().join('\n') ?? '';
        if (shown.measured) expect(lines(printed), shown.command).to.equal(lines(expected));
        else expect(matches(shown.output, printed as string), `${shown.command}\n${printed}`).to.equal(true);
      }
    } finally {
      dispose();
    }
  });
});
