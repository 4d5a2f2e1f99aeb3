import { BUILD_TIMEOUT } from '../guests/build-c.js';
import { expectShown, shownCommands } from './console.js';
import { type ExampleFolder, exampleFolder } from './example-folder.js';

describe('docs/cli.md', () => {
  let folder: ExampleFolder;

  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    folder = await exampleFolder('cli');
  });
  after(() => folder.remove());

  for (const shown of shownCommands('docs/cli.md')) {
    it(`shows what is printed by ${shown.command}`, () => {
      expectShown(shown, folder.path);
    });
  }
});
