import { lstatSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { fromTar, memoryDirectory, toTar } from '../../adapters/memory/index.js';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { file, overlay, snapshot } from '../../application/composition/index.js';
import { ConfigurationError } from '../../application/errors.js';
import { type Directory, errnoName } from '../../domain/index.js';
import { ProxyGuest } from '../application/abi/proxy-guest.js';
import { at, ROOT } from '../application/hostcalls/fixture.js';
import { hostFileSystems } from '../guests/host-file-systems.js';
import { mechanism } from './mechanisms.js';

/** In seconds since 1970: the earliest and the latest that ext4 and tmpfs keep, and those beside what 64 bits of nanoseconds hold. */
const SECONDS = [-1e9, -1, -0.5, -2147483648, 18446744073, 18446744074, 15032385535];
const NANOSECONDS = 1n << 64n;

for (const { name, create } of hostFileSystems) {
  describe(`Times of the host, on ${name}:`, () => {
    let path: string;
    beforeEach(() => {
      path = mkdtempSync(join(tmpdir(), 'hostcall-'));
      writeFileSync(join(path, 'old.txt'), 'old');
    });
    afterEach(() => rmSync(path, { recursive: true }));

    for (const seconds of SECONDS) {
      it(`${mechanism(39)}: ${seconds} s`, async () => {
        utimesSync(join(path, 'old.txt'), seconds, seconds);
        const { mtimeNs } = lstatSync(join(path, 'old.txt'), { bigint: true });
        const told = mtimeNs < 0n ? 0n : mtimeNs >= NANOSECONDS ? NANOSECONDS - 1n : mtimeNs;
        const base = create().openPreopen(path) as Directory;
        const upper = memoryDirectory();
        for (const directory of [base, overlay(create().openPreopen(path) as Directory, upper)]) {
          const guest = await ProxyGuest.open(createRuntime(nodePorts()), { preopens: { '/': directory } });
          const stat = () => {
            const errno = guest.call('path_filestat_get', ROOT, 0, ...guest.text(at.path, 'old.txt'), at.result);
            return errno === 0 ? guest.view.getBigUint64(at.result + 48, true) : errnoName(errno);
          };
          expect(stat()).to.be.oneOf([told, 'EOVERFLOW']);
          guest.ok('fd_readdir', ROOT, at.in, 4096, 0n, at.result);
          // Something else of it is set, and what is left is not made another time.
          const errno = guest.call('path_filestat_set_times', ROOT, 0, ...guest.text(at.path, 'old.txt'), 5n, 0n, 1);
          expect(errnoName(errno)).to.be.oneOf(['ESUCCESS', 'EOVERFLOW', 'EINVAL']);
          expect(stat()).to.be.oneOf([told, 'EOVERFLOW']);
          guest.close();
        }
        const again = create().openPreopen(path) as Directory;
        const tree = snapshot(again);
        again.close();
        expect(tree.has('old.txt')).to.equal(true);
        expect((await fromTar(await toTar(tree))).has('old.txt')).to.equal(true);
        memoryDirectory(tree);
      });
    }
  });
}

describe('Times in trees', () => {
  it(`${mechanism(39)}: they are refused in a sentence`, () => {
    for (const modified of [-1n, NANOSECONDS, NANOSECONDS * 2n]) {
      expect(() => memoryDirectory({ 'a.txt': file('a', { modified }) })).to.throw(ConfigurationError);
    }
  });
});
