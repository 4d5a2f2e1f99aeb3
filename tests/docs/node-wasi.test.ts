import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Errno } from '../../domain/index.js';
import { buildWat } from '../guests/build-wat.js';
import { createScratchDirectory } from '../guests/scratch-directory.js';
import { examplesOf, runExample } from './example.js';
import { READER } from './reader-program.js';

describe('docs/node-wasi.md', () => {
  const [command, ruby, ...others] = examplesOf('docs/node-wasi.md') as [string, string, ...string[]];

  it('has two examples that run', () => {
    expect(others).to.deep.equal([]);
  });

  for (const [where, code] of [
    ['on hostcall/wasi', command],
    ['on node:wasi, with the import changed back', command.replace("'hostcall/wasi'", "'node:wasi'")],
  ] as const) {
    it(`runs a command ${where}`, async () => {
      const { preopen, dispose } = createScratchDirectory({ 'work/notes.txt': 'buy milk\n' });
      try {
        writeFileSync(join(preopen, 'program.wasm'), await buildWat(READER));
        const { stdout, status } = runExample(code, preopen);
        expect(stdout).to.equal(`buy milk\nit ended with ${Errno.ENOENT}\n`);
        expect(status).to.equal(0);
      } finally {
        dispose();
      }
    });
  }

  it('runs Ruby', () => {
    const { preopen, dispose } = createScratchDirectory({ 'work/notes.txt': 'buy milk\n' });
    try {
      const { stdout, stderr } = runExample(ruby, preopen);
      expect(stderr).to.equal('');
      expect(stdout).to.equal('BUY MILK\n\n');
    } finally {
      dispose();
    }
  });
});
