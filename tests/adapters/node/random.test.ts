import fs from 'node:fs';
import { expect } from 'chai';
import { NodeRandom } from '../../../adapters/node/index.js';
import { LINUX, needing } from '../../needs.js';
import { withFs } from './changed-fs.js';

const { fstatSync, openSync, readSync } = fs;

/** What a new source gives at first. */
function firstBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  expect(new NodeRandom().fill(bytes, 0, length)).to.equal(0);
  return bytes;
}

needing(LINUX).describe('node: random bytes', () => {
  /** Opens another file in place of the device. */
  const opening =
    (path: string) =>
    (asked: string, ...rest: [string]) =>
      openSync(asked === '/dev/urandom' ? path : asked, ...rest);

  it('are not those of what stands in place of the kernel’s device', () => {
    expect(withFs({ openSync: opening('/dev/zero') }, () => firstBytes(64)).some(byte => byte !== 0)).to.equal(true);
    const asDevice = (fd: number) => Object.assign(fstatSync(fd), { rdev: (1 << 8) | 9 });
    const told = { openSync: opening('/dev/zero'), fstatSync: asDevice };
    // The device is known by what it is, so that much of it can be read.
    expect(withFs(told, () => firstBytes(64)).every(byte => byte === 0)).to.equal(true);
    const file = (fd: number) => Object.assign(asDevice(fd), { mode: fs.constants.S_IFREG });
    const given = withFs({ ...told, fstatSync: file }, () => firstBytes(64));
    expect(given.some(byte => byte !== 0)).to.equal(true);
  });

  it('are all from elsewhere if the kernel’s device gives too few, or is not there', () => {
    const few = (fd: number, bytes: Uint8Array) => readSync(fd, bytes.fill(0), 0, 0, null);
    for (const instead of [{ readSync: few }, { openSync: opening('/nothing-here') }]) {
      const given = withFs(instead, () => firstBytes(1024));
      for (let at = 0; at < given.length; at += 64)
        expect(given.subarray(at, at + 64).some(byte => byte !== 0)).to.equal(true);
    }
  });

  it('fill what they are to fill, and nothing beside it', () => {
    const source = new NodeRandom();
    for (const length of [1, 63, 64, 65, 1023, 1024, 1025, 8191, 8192, 8193, 100_000]) {
      const bytes = new Uint8Array(length + 200);
      expect(source.fill(bytes, 100, length)).to.equal(0);
      expect(bytes.subarray(0, 100).every(byte => byte === 0)).to.equal(true);
      expect(bytes.subarray(100 + length).every(byte => byte === 0)).to.equal(true);
      if (length >= 63) expect(bytes.subarray(100 + length - 32, 100 + length).some(byte => byte !== 0)).to.equal(true);
    }
  });
});
