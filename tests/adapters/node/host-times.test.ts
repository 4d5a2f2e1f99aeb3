import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  type HostTime,
  secondsOf,
  setHostTimes,
  type TimeAbilities,
  type TimeFunctions,
  timeAbilities,
} from '../../../adapters/node/host-times.js';
import { NodeFileSystem, nodePorts } from '../../../adapters/node/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { expectErrno, put, statOf } from '../../../application/contract/index.js';
import { type Directory, Errno, Fstflag } from '../../../domain/index.js';
import { ProxyGuest } from '../../application/abi/proxy-guest.js';
import { at, ROOT } from '../../application/hostcalls/fixture.js';
import { LINUX, needing } from '../../needs.js';
import { openScratch, type Scratch, waysToSetTimes } from './scratch.js';

const SECOND = 1_000_000_000n;
/** Times that files have on real disks, as `touch` takes them, and how many nanoseconds after 1970 that is. */
const DATES: readonly (readonly [string, bigint])[] = [
  ['1960-01-01T00:00:00Z', -315_619_200n * SECOND],
  ['1969-12-31T23:59:59.5Z', -SECOND / 2n],
  ['1969-12-31T23:59:59.999999Z', -1000n],
  ['1901-12-13T20:45:53.25Z', -2_147_483_646_750_000_000n],
  ['1970-01-01T00:00:00Z', 0n],
  ['1970-01-01T00:00:00.000001Z', 1000n],
  ['2023-11-14T22:13:20.123456Z', 1_700_000_000_123_456_000n],
  ['@2147483648', 2n ** 31n * SECOND],
  ['@8589934592.123456', 2n ** 33n * SECOND + 123_456_000n],
];
/** The same, with digits that not every host takes. */
const FINE: readonly (readonly [string, bigint])[] = [
  ['2023-11-14T22:13:20.123456789Z', 1_700_000_000_123_456_789n],
  ['1969-12-31T23:59:59.123456789Z', -876_543_211n],
];
const able = timeAbilities();

needing(LINUX).describe('node: a time that is to be left', () => {
  let scratch: Scratch;
  before(() => {
    scratch = openScratch();
    put(scratch.root, 'file', '');
  });
  after(() => scratch.dispose());
  const hostTimes = () => {
    const { atimeNs, mtimeNs } = fs.lstatSync(join(scratch.inside, 'file'), { bigint: true });
    return [atimeNs, mtimeNs];
  };
  const date = (text: string) => execFileSync('touch', ['-d', text, join(scratch.inside, 'file')]);
  const ways = waysToSetTimes(() => scratch.root);

  for (const [way, set] of ways) {
    for (const [text, nanoseconds] of DATES) {
      it(`stays what it is on the host: ${text}, ${way}`, () => {
        date(text);
        expect(hostTimes()).to.deep.equal([nanoseconds, nanoseconds]);
        expectErrno(set(7n * SECOND), 0);
        expect(hostTimes()).to.deep.equal([7n * SECOND, nanoseconds]);
        date(text);
        expectErrno(set(undefined, 7n * SECOND), 0);
        expect(hostTimes()).to.deep.equal([nanoseconds, 7n * SECOND]);
      });
    }

    for (const [text, nanoseconds] of FINE) {
      it(`keeps its last digits where the host can leave a time, and else loses no more than them: ${text}, ${way}`, () => {
        date(text);
        expectErrno(set(7n * SECOND), 0);
        const [accessed, modified] = hostTimes();
        expect(accessed).to.equal(7n * SECOND);
        if (able.leaves) expect(modified).to.equal(nanoseconds);
        else expect((modified as bigint) / 1000n).to.equal(nanoseconds / 1000n);
        // Guests of this file system see it as it was.
        if (nanoseconds > 0n) expect(statOf(scratch.root, 'file').modified).to.equal(nanoseconds);
        expectErrno(set(8n * SECOND), 0);
        expect(hostTimes()[1]).to.equal(modified);
      });
    }
  }

  it('is left, and told as the last there is, where preview1 has none so late', () => {
    const far = fs.mkdtempSync('/dev/shm/hostcall-far-');
    try {
      const file = join(far, 'file');
      fs.writeFileSync(file, '');
      execFileSync('touch', ['-d', '@100000000000', file]);
      const root = new NodeFileSystem().openPreopen(far) as Directory;
      expect(statOf(root, 'file').modified).to.equal(2n ** 64n - 1n);
      expectErrno(root.setTimes('file', SECOND, undefined), 0);
      expect(fs.lstatSync(file, { bigint: true }).mtimeNs).to.equal(100_000_000_000n * SECOND);
      expect(statOf(root, 'file')).to.include({ accessed: SECOND, modified: 2n ** 64n - 1n });
      root.close();
    } finally {
      fs.rmSync(far, { recursive: true });
    }
  });

  it('stays what it is when a guest sets the other one', async () => {
    const guest = await ProxyGuest.open(createRuntime(nodePorts()), { preopens: { '/': scratch.inside } });
    for (const [text, nanoseconds] of DATES) {
      date(text);
      const name = guest.text(at.path, 'file');
      expect(guest.call('path_filestat_set_times', ROOT, 0, ...name, 5n * SECOND, 0n, Fstflag.ATIM)).to.equal(0);
      expect(hostTimes()).to.deep.equal([5n * SECOND, nanoseconds]);
    }
    guest.close();
  });

  it('is not touched if neither is set', () => {
    date('1960-01-01T00:00:00Z');
    const before = fs.lstatSync(join(scratch.inside, 'file'), { bigint: true }).ctimeNs;
    for (const [, set] of ways) expectErrno(set(), 0);
    expect(fs.lstatSync(join(scratch.inside, 'file'), { bigint: true }).ctimeNs).to.equal(before);
  });
});

describe('node: times for the host', () => {
  const set = (accessed: bigint | undefined, modified: bigint | undefined, can: TimeAbilities) => {
    const given: HostTime[] = [];
    const errno = setHostTimes(accessed, modified, (...times) => given.push(...times), can);
    return errno < 0 ? errno : given;
  };
  const NOTHING = { leaves: false, texts: false };

  it('are numbers from 1970 on, and never negative ones', () => {
    expect(set(0n, 1_500_000_000n, NOTHING)).to.deep.equal([0, 1.5]);
    expect(set(-3n * SECOND, -86_400n * SECOND, NOTHING)).to.deep.equal([new Date(-3000), new Date(-86_400_000)]);
    expect(set(-1_500_000_000n, 0n, { ...NOTHING, texts: true })).to.deep.equal(['-1.5', 0]);
    // As far back as dates go, and further.
    expect(set(-8_640_000_000_000n * SECOND, 0n, NOTHING)).to.deep.equal([new Date(-8.64e15), 0]);
    expect(set(-8_640_000_000_001n * SECOND, 0n, NOTHING)).to.equal(-Errno.EOVERFLOW);
  });

  it('are refused before anything is set, where there is no way to express them', () => {
    expect(set(-1_500_000_000n, 0n, NOTHING)).to.equal(-Errno.EOVERFLOW);
    expect(set(0n, -1n, NOTHING)).to.equal(-Errno.EOVERFLOW);
    expect(set(2n ** 80n * SECOND, 0n, NOTHING)).to.equal(-Errno.EOVERFLOW);
    expect(set(-(2n ** 80n) * SECOND, 0n, { ...NOTHING, texts: true })).to.equal(-Errno.EOVERFLOW);
    expect(set(0n, 2n ** 50n * SECOND + 1n, NOTHING)).to.equal(-Errno.EOVERFLOW);
    expect(set(0n, 2n ** 50n * SECOND, NOTHING)).to.deep.equal([0, 2 ** 50]);
  });

  it('can be left only where the host is known to leave them', () => {
    expect(set(undefined, 0n, NOTHING)).to.equal(-Errno.ENOTSUP);
    expect(set(0n, undefined, NOTHING)).to.equal(-Errno.ENOTSUP);
    const [left, given] = set(undefined, SECOND, { ...NOTHING, leaves: true }) as HostTime[];
    expect([Number(left), given]).to.deep.equal([Number.NaN, 1]);
  });

  it('are in the microsecond that is meant, whichever side the double lies on', () => {
    for (let i = 0; i < 20_000; i++) {
      const micros = BigInt(Math.floor(Math.random() * 4e15));
      for (const nanoseconds of [micros * 1000n, micros * 1000n + 999n, -micros * 1000n]) {
        const seconds = secondsOf(nanoseconds) as number;
        const whole = Math.trunc(seconds);
        const rest = BigInt(Math.trunc((seconds - whole) * 1e9));
        expect((BigInt(whole) * SECOND + rest - (rest % 1000n)) / 1000n).to.equal(nanoseconds / 1000n);
      }
    }
  });

  /** Functions to set times that do something else with what is special. */
  const peculiar = (special: (time: HostTime) => HostTime): TimeFunctions => ({
    ...fs,
    lutimesSync: (path, accessed, modified) => fs.lutimesSync(path, special(accessed), special(modified)),
    futimesSync: (fd, accessed, modified) => fs.futimesSync(fd, special(accessed), special(modified)),
  });

  it('are tried before they are trusted', () => {
    const asNumbers = peculiar(time => (typeof time === 'string' ? Number(time) : time));
    expect(timeAbilities(asNumbers).texts).to.equal(false);
    const as1970 = peculiar(time => (time instanceof Date && Number.isNaN(Number(time)) ? 0 : time));
    expect(timeAbilities(as1970).leaves).to.equal(false);
    const onOpenFiles: TimeFunctions = { ...fs, futimesSync: asNumbers.futimesSync };
    expect(timeAbilities(onOpenFiles).texts).to.equal(false);
    const nowhere: TimeFunctions = {
      ...fs,
      mkdirSync: (() => {
        throw new Error('EROFS');
      }) as never,
    };
    expect(timeAbilities(nowhere)).to.deep.equal(NOTHING);
    if (LINUX.met) expect(able.texts).to.equal(true);
    expect(fs.readdirSync(tmpdir()).filter(name => name.startsWith(`hostcall-probe-${process.pid}`))).to.deep.equal([]);
  });
});
