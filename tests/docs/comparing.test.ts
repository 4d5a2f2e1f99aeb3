import { expect } from 'chai';
import { expectShown, shownCommands } from './console.js';
import { exampleFolder } from './example-folder.js';

describe('docs/comparing.md', () => {
  it('shows what the command line does', async function () {
    this.timeout(240_000);
    const folder = await exampleFolder('notes');
    try {
      const commands = shownCommands('docs/comparing.md');
      expect(commands).to.have.length(6);
      for (const shown of commands) {
        // Where times are shown, lines are in their order, which may be another.
        expectShown(shown, folder.path, text => (shown.measured ? text.split('\n').sort().join('\n') : text));
      }
    } finally {
      folder.remove();
    }
  });
});
