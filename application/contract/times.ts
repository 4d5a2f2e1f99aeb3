import { Errno, type Filestat, Open } from '../../domain/index.js';
import { type ContractTest, collectTests } from './contract-test.js';
import { expectEqual, expectErrno, expectWithin } from './expectations.js';
import { vectors } from './iovecs.js';
import {
  blankFilestat,
  type DirectoryTraits,
  type MakeTestDirectory,
  onRoot,
  openDirectory,
  openFile,
  put,
  statOf,
} from './test-directory.js';

const SOME = [
  1n,
  999n,
  1_000n,
  123_456_789n,
  1_000_000_000n,
  1_700_000_000_123_456_789n,
  1_700_000_000_999_999_999n,
  2_000_000_000_000_000_001n,
];

/** Times, of names and of open files. */
export function timesTests(make: MakeTestDirectory, traits: DirectoryTraits): ContractTest[] {
  const unit = traits.timeUnit === 1n ? 'the nanosecond' : `${traits.timeUnit} ns`;
  const kept = (time: bigint) => time - (time % traits.timeUnit);
  /** Expects times that were set. */
  const expectTimes = (stat: Filestat, accessed: bigint, modified: bigint) => {
    expectEqual(stat.modified, kept(modified));
    if (traits.accessTimes) expectEqual(stat.accessed, kept(accessed));
  };

  return collectTests('times', it => {
    it(
      `set by name are kept to ${unit}`,
      onRoot(make, root => {
        put(root, 'file', '');
        root.createDirectory('dir');
        for (const each of ['file', 'dir', '.']) {
          for (const time of SOME) {
            expectErrno(root.setTimes(each, time, time + 1n), 0);
            expectTimes(statOf(root, each), time, time + 1n);
          }
        }
      }),
    );

    it(
      `set on an open file are kept to ${unit}, and the name tells the same`,
      onRoot(make, root => {
        put(root, 'file', '');
        const file = openFile(root, 'file', Open.READ);
        for (const time of SOME) {
          expectErrno(file.setTimes(time + 1n, time), 0);
          const stat = blankFilestat();
          expectEqual(file.stat(stat), 0);
          expectTimes(stat, time + 1n, time);
          const named = statOf(root, 'file');
          if (!traits.accessTimes) named.accessed = stat.accessed;
          expectEqual(named, stat);
        }
        file.close();
      }),
    );

    it(
      'that are not given stay',
      onRoot(make, root => {
        put(root, 'file', '');
        root.setTimes('file', 1_700_000_000_111_111_111n, 1_700_000_000_222_222_222n);
        expectErrno(root.setTimes('file', undefined, 1_700_000_000_333_333_333n), 0);
        expectTimes(statOf(root, 'file'), 1_700_000_000_111_111_111n, 1_700_000_000_333_333_333n);
        expectErrno(root.setTimes('file', 1_700_000_000_444_444_444n, undefined), 0);
        expectTimes(statOf(root, 'file'), 1_700_000_000_444_444_444n, 1_700_000_000_333_333_333n);
        expectErrno(root.setTimes('file', undefined, undefined), 0);
        expectTimes(statOf(root, 'file'), 1_700_000_000_444_444_444n, 1_700_000_000_333_333_333n);
        put(root, 'fresh', '');
        const before = statOf(root, 'fresh');
        expectErrno(root.setTimes('fresh', undefined, 5n), 0);
        if (traits.accessTimes) expectEqual(statOf(root, 'fresh').accessed, before.accessed);
      }),
    );

    it(
      'are the host’s again once something has changed',
      onRoot(make, root => {
        put(root, 'file', '');
        root.setTimes('file', 1_000_000_000_000_000_001n, 1_000_000_000_000_000_001n);
        const file = openFile(root, 'file', Open.WRITE);
        file.write(vectors('x'), 0);
        file.close();
        expectWithin(Number(statOf(root, 'file').modified) / 1e6, Date.now() - 60_000, Date.now() + 60_000);
        if (traits.accessTimes) expectEqual(statOf(root, 'file').accessed, kept(1_000_000_000_000_000_001n));
      }),
    );

    it(
      'that are extreme are kept, or refused with nothing changed',
      onRoot(make, root => {
        put(root, 'file', '');
        const file = openFile(root, 'file', Open.READ);
        for (const set of [
          (time: bigint) => root.setTimes('file', time, time),
          (time: bigint) => file.setTimes(time, time),
        ]) {
          for (const time of [0n, 2n ** 31n * 1_000_000_000n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n]) {
            expectErrno(root.setTimes('file', 12_345n, 12_345n), 0);
            const errno = set(time);
            expectErrno(errno, 0, -Errno.EOVERFLOW, -Errno.EINVAL);
            const expected = errno === 0 ? time : 12_345n;
            expectTimes(statOf(root, 'file'), expected, expected);
          }
        }
        expectErrno(root.setTimes('file', 0n, 0n), 0);
        file.close();
      }),
    );

    if (traits.symlinks) {
      it(
        'of a link are the link’s own',
        onRoot(make, root => {
          put(root, 'file', '');
          root.setTimes('file', 5n, 5n);
          root.symlink('link', 'file');
          expectErrno(root.setTimes('link', 1_000_000_007n, 1_000_000_008n), 0);
          expectEqual(statOf(root, 'link').modified, kept(1_000_000_008n));
          expectEqual(statOf(root, 'file').modified, kept(5n));
          root.symlink('dangling', 'missing');
          expectErrno(root.setTimes('dangling', 1n, 1n), 0);
        }),
      );
    }

    it(
      'of `.` are the open directory’s',
      onRoot(make, root => {
        root.createDirectory('dir');
        const dir = openDirectory(root, 'dir');
        expectErrno(dir.setTimes('.', 7n, 8n), 0);
        expectEqual(statOf(root, 'dir').modified, kept(8n));
        dir.close();
      }),
    );
  });
}
