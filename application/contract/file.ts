import { Advice, Errno, Filetype, Open } from '../../domain/index.js';
import { type ContractTest, collectTests } from './contract-test.js';
import { expectEqual, expectErrno, expectThat } from './expectations.js';
import { bytesIn, contents, room, sharedVectors, vectors } from './iovecs.js';
import { blankFilestat, type MakeTestDirectory, onRoot, openFile, put, take } from './test-directory.js';

const BOTH = Open.READ | Open.WRITE;

/** `File`, of a regular one. */
export function fileTests(make: MakeTestDirectory): ContractTest[] {
  return collectTests('file', it => {
    it(
      'reads at an offset, into one buffer or several',
      onRoot(make, root => {
        put(root, 'file', '0123456789');
        const file = openFile(root, 'file', Open.READ);
        for (const [lengths, offset, expected] of [
          [[4], 0, ['0123']],
          [[4], 7, ['789_']],
          [[2, 3], 1, ['12', '345']],
          [[2, 3, 4], 6, ['67', '89_', '____']],
          [[1, 1, 1, 1], 8, ['8', '9', '_', '_']],
          [[5], 10, ['_____']],
          [[5], 2 ** 40, ['_____']],
          [[60, 60], 0, [`0123456789${'_'.repeat(50)}`, '_'.repeat(60)]],
        ] as const) {
          const into = room(...lengths);
          expectEqual(file.read(into, offset), expected.join('').replaceAll('_', '').length);
          expectEqual(contents(into), expected);
        }
        expectEqual(file.read(room(), 0), 0);
        file.close();
      }),
    );

    it(
      'writes at an offset, from one buffer or several, and past the end',
      onRoot(make, root => {
        put(root, 'file', '0123456789');
        const file = openFile(root, 'file', BOTH);
        expectEqual(file.write(vectors('ab'), 2), 2);
        expectEqual(file.write(vectors('c', 'de', 'f'), 5), 4);
        expectEqual(file.write(vectors('end'), 12), 3);
        expectEqual(file.write(vectors(), 0), 0);
        expectEqual(file.size(), 15);
        file.close();
        expectEqual(take(root, 'file'), '01ab4cdef9\0\0end');
      }),
    );

    it(
      'moves much at once, in one buffer or many',
      onRoot(make, root => {
        const big = new Uint8Array(300_000).map((_, i) => (i * 7) >> 3);
        const parts = Array.from({ length: 100 }, (_, i) => big.subarray(i * 3000, (i + 1) * 3000));
        const file = openFile(root, 'file', BOTH | Open.CREATE);
        for (const from of [vectors(big), vectors(...parts)]) {
          expectErrno(file.setSize(0), 0);
          expectEqual(file.write(from, 0), big.length);
          for (const into of [room(300_010), room(...new Array<number>(30).fill(10_001))]) {
            expectEqual(file.read(into, 0), big.length);
            const read = bytesIn(into);
            expectThat(
              big.every((byte, at) => byte === read[at]),
              'expected the bytes that were written',
            );
          }
        }
        file.close();
      }),
    );

    it(
      'reads into and writes from shared memory',
      onRoot(make, root => {
        const file = openFile(root, 'file', BOTH | Open.CREATE);
        expectEqual(file.write(sharedVectors('one'), 0), 3);
        expectEqual(file.write(sharedVectors('two', 'three'), 3), 8);
        for (const into of [sharedVectors('___________'), sharedVectors('____', '_______')]) {
          expectEqual(file.read(into, 0), 11);
          expectEqual(contents(into).join(''), 'onetwothree');
        }
        file.close();
      }),
    );

    it(
      'is the same file through every opening of it, at once',
      onRoot(make, root => {
        const writer = openFile(root, 'file', Open.WRITE | Open.CREATE);
        const reader = openFile(root, 'file', Open.READ);
        writer.write(vectors('x'), 0);
        const into = room(1);
        expectEqual(reader.read(into, 0), 1);
        expectEqual(contents(into), ['x']);
        writer.setSize(0);
        expectEqual(reader.size(), 0);
        writer.close();
        reader.close();
      }),
    );

    it(
      'stat tells what that of the name tells',
      onRoot(make, root => {
        put(root, 'file', 'abc');
        const file = openFile(root, 'file', Open.READ);
        const stat = blankFilestat();
        const named = blankFilestat();
        expectEqual(file.stat(stat), 0);
        expectEqual(root.stat('file', named), 0);
        expectEqual(stat, named);
        expectEqual(stat.filetype, Filetype.REGULAR_FILE);
        file.close();
      }),
    );

    it(
      'setSize extends with zeros and cuts',
      onRoot(make, root => {
        put(root, 'file', 'abc');
        const file = openFile(root, 'file', BOTH);
        expectErrno(file.setSize(5), 0);
        expectEqual(take(root, 'file'), 'abc\0\0');
        expectErrno(file.setSize(2), 0);
        expectEqual(take(root, 'file'), 'ab');
        file.close();
      }),
    );

    it(
      'allocate extends and never cuts',
      onRoot(make, root => {
        const file = openFile(root, 'file', BOTH | Open.CREATE);
        for (const [offset, length, size] of [
          [0, 100, 100],
          [10, 10, 100],
          [90, 20, 110],
          [0, 110, 110],
        ] as const) {
          expectErrno(file.allocate(offset, length), 0);
          expectEqual(file.size(), size);
        }
        expectErrno(file.allocate(0, 0), -Errno.EINVAL);
        expectErrno(file.allocate(Number.MAX_SAFE_INTEGER, 10), -Errno.EFBIG);
        expectEqual(file.size(), 110);
        file.close();
      }),
    );

    it(
      'takes any advice, and changes nothing',
      onRoot(make, root => {
        put(root, 'file', 'abc');
        const file = openFile(root, 'file', Open.READ);
        for (const advice of Object.values(Advice)) expectErrno(file.advise(0, 100, advice), 0);
        expectEqual(file.size(), 3);
        file.close();
      }),
    );

    it(
      'sync and datasync succeed',
      onRoot(make, root => {
        const file = openFile(root, 'file', BOTH | Open.CREATE);
        file.write(vectors('x'), 0);
        expectErrno(file.sync(), 0);
        expectErrno(file.datasync(), 0);
        file.close();
      }),
    );

    it(
      'setFlags switches appending on and off',
      onRoot(make, root => {
        put(root, 'file', 'abc');
        const file = openFile(root, 'file', BOTH | Open.APPEND);
        file.write(vectors('d'), 0);
        expectErrno(file.setFlags(0), 0);
        file.write(vectors('A'), 0);
        expectErrno(file.setFlags(Open.APPEND | Open.SYNC | Open.DSYNC | Open.NONBLOCK), 0);
        file.write(vectors('e'), 0);
        expectErrno(file.setFlags(Open.NONBLOCK), 0);
        file.write(vectors('B'), 1);
        const into = room(5);
        expectEqual(file.read(into, 0), 5);
        expectEqual(contents(into), ['ABcde']);
        file.close();
      }),
    );
  });
}
