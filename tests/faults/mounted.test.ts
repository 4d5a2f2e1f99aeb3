import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { hostFileSystems } from '../guests/host-file-systems.js';
import { mountNamespace, needing } from '../needs.js';
import type { MountedReport } from './mounted-child.js';

const SIZE = 256 * 1024;

needing(mountNamespace()).describe('A file system that fills up, and is mounted read-only while it is used', () => {
  for (const { name: reach } of hostFileSystems) {
    it(`returns ENOSPC and then EROFS, and keeps what was acknowledged: on ${reach}`, () => {
      const directory = mkdtempSync(join(tmpdir(), 'hostcall-'));
      try {
        const child = fileURLToPath(new URL('mounted-child.js', import.meta.url));
        const script = `mount -t tmpfs -o size=${SIZE} none "$0" && exec "$@"`;
        const { stdout, stderr } = spawnSync(
          'unshare',
          ['-rm', 'sh', '-c', script, directory, process.execPath, '--no-warnings', child, directory, reach],
          { encoding: 'utf8', timeout: 100_000 },
        );
        expect(stderr).to.equal('');
        const { full, size, whole, others, again, readOnly, descriptors } = JSON.parse(stdout) as MountedReport;
        const [bytes, errno] = full;
        expect(errno).to.equal('ENOSPC');
        expect(bytes)
          .to.be.greaterThan(SIZE / 2)
          .and.at.most(SIZE);
        expect(size).to.equal(bytes);
        expect(whole).to.equal(true);
        // A name may still find room where no block does.
        for (const other of others) expect(other).to.be.oneOf(['ENOSPC', 'ESUCCESS']);
        expect(again).to.equal('ESUCCESS');
        expect(readOnly).to.deep.equal(['EROFS', 'EROFS', 'ESUCCESS', 'ESUCCESS']);
        expect(descriptors[1]).to.equal(descriptors[0]);
      } finally {
        rmSync(directory, { recursive: true });
      }
    });
  }
});
