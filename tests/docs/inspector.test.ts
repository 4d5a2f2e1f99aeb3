import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { recordSample } from '../application/recording/sample-run.js';
import { createScratchDirectory } from '../guests/scratch-directory.js';
import { examplesOf, runExample } from './example.js';

describe('docs/inspector.md', () => {
  it('has an example that looks into a recording', async () => {
    const [example, ...others] = examplesOf('docs/inspector.md');
    expect(others).to.have.length(0);
    const { preopen, dispose } = createScratchDirectory({});
    try {
      writeFileSync(join(preopen, 'run.hcr'), (await recordSample()).file);
      const { stdout, stderr, status } = runExample(example as string, preopen);
      expect(stderr).to.equal('');
      expect(status).to.equal(0);
      expect(stdout.trimEnd().split('\n')).to.deep.equal([
        'fd_read(4</notes.txt>, [{buf="first line of the file, which is"..., buf_len=1000}], 1) = 62',
        '0 stdin undefined undefined',
        '1 stdout undefined undefined',
        '2 stderr undefined undefined',
        '3 / undefined undefined',
        '4 /notes.txt 62 changed',
        'fd_read (call 9) wrote it: byte 0 of *iovs[0].buf. It came from 4</notes.txt>, at offset 0 of the file, which path_open (call 7) opened below 3</>, which the program had from the start.',
        'ENOENT: "/" is there, and there is no "missing" in it, as it seems.',
      ]);
    } finally {
      dispose();
    }
  });
});
