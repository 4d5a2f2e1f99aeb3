import type { BigIntStats } from 'node:fs';
import { expect } from 'chai';
import { type HostCalls, nodeHostCalls } from '../../../adapters/node/index.js';
import { expectErrno, put, statOf } from '../../../application/contract/index.js';
import { Errno } from '../../../domain/index.js';
import { openScratch, type Scratch, waysToSetTimes } from './scratch.js';

const SECOND = 1_000_000_000n;
const MILLISECOND = 1_000_000n;
/** The first second that does not fit into 31 bits. */
const FAR = 2n ** 31n * SECOND;

type Times = readonly [accessed: bigint, modified: bigint];

/** A host whose files all have the same times, and keep of what they are given what is said. */
class KeepingHost {
  times: Times = [0n, 0n];
  /** What is kept of the times that are to be set, undefined for one that is to be left; or an errno. */
  keep: (accessed: bigint | undefined, modified: bigint | undefined) => Times | number = (accessed, modified) => [
    accessed ?? this.times[0],
    modified ?? this.times[1],
  ];
  /** The device of a file, by its path. */
  deviceOf = (_path: string, device: bigint): bigint => device;
  /** Attributes are told so often, and from then on there is an errno. */
  told = Number.POSITIVE_INFINITY;
  readonly asked: (readonly [bigint | undefined, bigint | undefined])[] = [];

  get calls(): HostCalls {
    const set = (accessed: bigint | undefined, modified: bigint | undefined) => {
      this.asked.push([accessed, modified]);
      const kept = this.keep(accessed, modified);
      if (typeof kept === 'number') return kept;
      this.times = kept;
      return 0;
    };
    const told = (stats: BigIntStats | number, path: string): BigIntStats | number => {
      if (typeof stats === 'number' || !stats.isFile()) return stats;
      if (--this.told < 0) return -Errno.EIO;
      const [atimeNs, mtimeNs] = this.times;
      return Object.assign(stats, { atimeNs, mtimeNs, dev: this.deviceOf(path, stats.dev) });
    };
    return {
      ...nodeHostCalls,
      lstat: path => told(nodeHostCalls.lstat(path), path),
      fstat: fd => told(nodeHostCalls.fstat(fd), ''),
      lutimes: (_path, accessed, modified) => set(accessed, modified),
      futimes: (_fd, accessed, modified) => set(accessed, modified),
    };
  }
}

describe('node: times that a host keeps less exactly than they were set', () => {
  let scratch: Scratch;
  let host: KeepingHost;
  beforeEach(() => {
    host = new KeepingHost();
    // The probe of the host sets times too.
    const { lutimes } = nodeHostCalls;
    let probing = true;
    const calls = host.calls;
    scratch = openScratch({
      host: { ...calls, lutimes: (...args) => (probing ? lutimes(...args) : calls.lutimes(...args)) },
    });
    probing = false;
    put(scratch.root, 'file', '');
  });
  afterEach(() => scratch.dispose());
  const timesOf = (name = 'file') => {
    const { accessed, modified } = statOf(scratch.root, name);
    return [accessed, modified];
  };
  const ways = waysToSetTimes(() => scratch.root);

  for (const [way, set] of ways) {
    it(`are told as they were set while the host has what it made of them, ${way}`, () => {
      const cut = (time: bigint) => time - (time % SECOND);
      for (const [accessed, modified] of [
        [5n * SECOND + 1n, 6n * SECOND + 2n],
        [5n * SECOND + 1n, 6n * SECOND],
        [5n * SECOND, 6n * SECOND + 2n],
      ] as const) {
        host.keep = () => [cut(accessed), cut(modified)];
        expectErrno(set(accessed, modified), 0);
        expect(timesOf()).to.deep.equal([accessed, modified]);
        host.times = [cut(accessed), 7n * SECOND];
        expect(timesOf()).to.deep.equal([accessed, 7n * SECOND]);
        host.times = [8n * SECOND, cut(modified)];
        expect(timesOf()).to.deep.equal([8n * SECOND, modified]);
      }
    });

    it(`are left by setting them to what they are, where the host can leave none, ${way}`, () => {
      host.keep = (accessed, modified) =>
        accessed === undefined || modified === undefined ? -Errno.ENOTSUP : [accessed, modified];
      host.times = [3n * SECOND, 4n * SECOND];
      expectErrno(set(7n * SECOND, undefined), 0);
      expect(timesOf()).to.deep.equal([7n * SECOND, 4n * SECOND]);
      expectErrno(set(undefined, 8n * SECOND), 0);
      expect(timesOf()).to.deep.equal([7n * SECOND, 8n * SECOND]);
    });

    it(`are set on nothing of which the host tells no attributes, ${way}`, () => {
      host.told = 0;
      expectErrno(set(SECOND, SECOND), -Errno.EIO);
      expect(host.asked).to.deep.equal([]);
      host.told = 1;
      expectErrno(set(SECOND, SECOND), -Errno.EIO);
      expect(host.asked).to.deep.equal([[SECOND, SECOND]]);
    });

    it(`are not told where the host did not set them, ${way}`, () => {
      host.keep = () => -Errno.EPERM;
      expectErrno(set(SECOND + 1n, SECOND + 1n), -Errno.EPERM);
      host.times = [SECOND, SECOND];
      expect(timesOf()).to.deep.equal([SECOND, SECOND]);
    });
  }

  it('are those of one file, and of no other that has its inode number on another device', () => {
    expectErrno(scratch.root.link('file', scratch.root, 'twin'), 0);
    host.deviceOf = (path, device) => (path.endsWith('twin') ? device + 1n : device);
    host.keep = () => [SECOND, SECOND];
    expectErrno(scratch.root.setTimes('file', SECOND + 1n, SECOND + 1n), 0);
    expect(timesOf('file')).to.deep.equal([SECOND + 1n, SECOND + 1n]);
    expect(timesOf('twin')).to.deep.equal([SECOND, SECOND]);
  });

  /** What one time is to become, what it was, what the host makes of it, and whether that is an overflow. */
  const kept: readonly (readonly [what: string, asked: bigint | undefined, was: bigint, is: bigint, cut: boolean])[] = [
    ['that every host has', FAR - 1n, 0n, 5n, false],
    ['that some hosts have not, less two seconds', FAR, 0n, FAR - 2n * SECOND, false],
    ['that some hosts have not, and two seconds', FAR, 0n, FAR + 2n * SECOND, false],
    ['that this host has not, but less', FAR, 0n, FAR - 2n * SECOND - 1n, true],
    ['that this host has not, but more', FAR, 0n, FAR + 2n * SECOND + 1n, true],
    ['to be left, from before 1970', undefined, -1n, 5n * SECOND, true],
    ['to be left, of 1970, which is read meanwhile', undefined, 0n, 5n * SECOND, false],
    ['to be left, that every host has, which is read meanwhile', undefined, FAR - 1n, 5n * SECOND, false],
    ['to be left, that some hosts have not, less a millisecond', undefined, FAR, FAR - MILLISECOND, false],
    ['to be left, that some hosts have not, and a millisecond', undefined, FAR, FAR + MILLISECOND, false],
    ['to be left, that this host has not, but less', undefined, FAR, FAR - MILLISECOND - 1n, true],
    ['to be left, that this host has not, but more', undefined, FAR, FAR + MILLISECOND + 1n, true],
  ];
  for (const [what, asked, was, is, cut] of kept)
    it(`${cut ? 'are set back and too large' : 'are set'}: one ${what}`, () => {
      for (const which of [0, 1] as const) {
        const both = (one: bigint, other: bigint): Times => (which === 0 ? [one, other] : [other, one]);
        const before = both(was, 3n);
        host.times = before;
        let first = true;
        host.keep = (accessed, modified) => {
          if (first) {
            first = false;
            return both(is, 4n);
          }
          return [accessed ?? 0n, modified ?? 0n];
        };
        const [accessed, modified] = which === 0 ? [asked, 4n] : [4n, asked];
        expectErrno(scratch.root.setTimes('file', accessed, modified), cut ? -Errno.EOVERFLOW : 0);
        expect(host.times).to.deep.equal(cut ? before : both(is, 4n));
      }
    });
});
