import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Scratch } from '../adapters/cli/command-line.js';
import { BUILD_TIMEOUT, buildC } from '../guests/build-c.js';
import { expectShown, shownCommands } from './console.js';

describe('docs/cli.md', () => {
  let scratch: Scratch;

  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    scratch = new Scratch();
    scratch.file('attempts.wasm', await buildC('attempts'));
    scratch.file('errand.wasm', await buildC('errand'));
    mkdirSync(join(scratch.path, 'work'));
  });
  after(() => scratch.remove());

  for (const shown of shownCommands('docs/cli.md')) {
    it(`shows what is printed by ${shown.command}`, () => {
      expectShown(shown, scratch.path);
    });
  }
});
