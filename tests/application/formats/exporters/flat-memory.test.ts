import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { traceFormats } from '../../../../application/formats/index.js';

const child = fileURLToPath(new URL('./flat-memory-child.js', import.meta.url));
/** It takes about 4 s on an idle machine. */
const PATIENCE = 400_000;
const MIB = 2 ** 20;

describe('exporting a million calls', () => {
  for (const format of Object.keys(traceFormats)) {
    it(`takes no memory: ${format}`, function () {
      this.timeout(PATIENCE);
      const { stdout, stderr, status } = spawnSync(process.execPath, ['--expose-gc', child, format], {
        encoding: 'utf8',
        timeout: PATIENCE - 5000,
      });
      expect(status, stderr).to.equal(0);
      const { grownMiB, written } = JSON.parse(stdout) as { grownMiB: number; written: number };
      expect(written).to.be.above(100 * MIB);
      expect(grownMiB).to.be.below(8);
    });
  }
});
