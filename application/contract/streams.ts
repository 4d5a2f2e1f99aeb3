import { Errno, NOT_READY, type Stream } from '../../domain/index.js';
import { type ContractTest, collectTests, on } from './contract-test.js';
import { expectEqual } from './expectations.js';
import { contents, room, sharedVectors, vectors } from './iovecs.js';
import { blankFilestat } from './test-directory.js';

/** A stream to read from, and its source. */
export interface TestInput {
  readonly stream: Stream;
  /** Puts text into the source; it can be read at once. */
  feed(text: string): void;
  /** Ends the source. */
  end(): void;
  /** Closes what was made for the test. */
  dispose?(): void;
}

/** A stream to write to, and where it goes. */
export interface TestOutput {
  readonly stream: Stream;
  /** What has arrived since the last call of this. */
  taken(): string;
  /** From now on no write is accepted. */
  breakOff(): void;
  /** Closes what was made for the test. */
  dispose?(): void;
}

/** Reads, which must succeed, into buffers of these lengths. */
function reads(stream: Stream, ...lengths: number[]): string[] {
  const into = room(...lengths);
  const got = stream.read(into);
  const texts = contents(into);
  expectEqual(texts.join('').slice(got), '_'.repeat(into.total - got));
  return texts;
}

/**
 * What `Stream` promises, where it is read.
 * @param open opens a stream with its source: a new one in each call
 */
export function inputContract(open: () => TestInput): ContractTest[] {
  return collectTests('input', it => {
    it(
      'reads what is there, no more than there is room for',
      on(open, ({ stream, feed }) => {
        feed('hello');
        expectEqual(reads(stream, 3), ['hel']);
        expectEqual(reads(stream, 10), [`lo${'_'.repeat(8)}`]);
      }),
    );

    it(
      'reads into several buffers, and into shared memory',
      on(open, ({ stream, feed }) => {
        feed('hello world');
        expectEqual(reads(stream, 2, 3), ['he', 'llo']);
        const shared = sharedVectors('___', '____');
        expectEqual(stream.read(shared), 6);
        expectEqual(contents(shared), [' wo', 'rld_']);
      }),
    );

    it(
      'is 0 at the end, each time',
      on(open, ({ stream, feed, end }) => {
        feed('x');
        end();
        expectEqual(stream.readable(), 1);
        expectEqual(reads(stream, 4), ['x___']);
        expectEqual(stream.readable(), 0);
        for (let i = 0; i < 2; i++) expectEqual(stream.read(room(4)), 0);
        expectEqual(stream.readable(), 0);
      }),
    );

    it(
      'is EAGAIN when nothing is there',
      on(open, ({ stream, feed }) => {
        expectEqual(stream.readable(), NOT_READY);
        expectEqual(stream.read(room(4)), -Errno.EAGAIN);
        feed('x');
        expectEqual(stream.read(room(4)), 1);
        expectEqual(stream.read(room(4)), -Errno.EAGAIN);
      }),
    );

    it(
      'tells how much there is, and loses nothing by that',
      on(open, ({ stream, feed, end }) => {
        expectEqual(stream.readable(), NOT_READY);
        feed('hello');
        expectEqual(stream.readable(), 5);
        expectEqual(stream.readable(), 5);
        expectEqual(reads(stream, 2), ['he']);
        expectEqual(stream.readable(), 3);
        expectEqual(reads(stream, 1, 4), ['l', 'lo__']);
        feed(' world');
        expectEqual(reads(stream, 10), [' world____']);
        expectEqual(stream.readable(), NOT_READY);
        end();
        expectEqual(stream.readable(), 0);
      }),
    );

    it(
      'takes nothing when there is no room',
      on(open, ({ stream, feed }) => {
        feed('x');
        expectEqual(stream.read(room()), 0);
        expectEqual(reads(stream, 1), ['x']);
      }),
    );

    it(
      'cannot be written',
      on(open, ({ stream }) => {
        expectEqual(stream.write(vectors('x')), -Errno.EBADF);
      }),
    );

    it(
      'can be closed by one program and used by the next',
      on(open, ({ stream, feed }) => {
        feed('hello');
        expectEqual(stream.readable(), 5);
        stream.close();
        expectEqual(reads(stream, 5), ['hello']);
        expectEqual(stream.readable(), NOT_READY);
      }),
    );

    it(
      'has attributes',
      on(open, ({ stream }) => {
        const stat = blankFilestat();
        expectEqual(stream.stat(stat), 0);
        expectEqual(stat.filetype, stream.filetype);
      }),
    );
  });
}

/**
 * What `Stream` promises, where it is written.
 * @param open opens a stream with what is at its other end: a new one in each call
 */
export function outputContract(open: () => TestOutput): ContractTest[] {
  return collectTests('output', it => {
    it(
      'writes everything at once, in order',
      on(open, ({ stream, taken }) => {
        expectEqual(stream.write(vectors('no newline')), 10);
        expectEqual(taken(), 'no newline');
        expectEqual(stream.write(vectors('a', 'bc', 'def')), 6);
        expectEqual(stream.write(sharedVectors('!', '?')), 2);
        expectEqual(taken(), 'abcdef!?');
      }),
    );

    it(
      'writes nothing and succeeds',
      on(open, ({ stream, taken }) => {
        expectEqual(stream.write(vectors()), 0);
        expectEqual(taken(), '');
      }),
    );

    it(
      'is EPIPE when nobody takes it, and the process lives on',
      on(open, ({ stream, breakOff }) => {
        breakOff();
        for (let i = 0; i < 2; i++) {
          expectEqual(stream.write(vectors('x')), -Errno.EPIPE);
          expectEqual(stream.write(vectors('x', 'y')), -Errno.EPIPE);
        }
      }),
    );

    it(
      'cannot be read',
      on(open, ({ stream }) => {
        expectEqual(stream.read(room(1)), -Errno.EBADF);
      }),
    );

    it(
      'is writable, has nothing to wait for, and can be closed by one program and used by the next',
      on(open, ({ stream, taken }) => {
        expectEqual(stream.writable(), true);
        expectEqual(stream.sync(), 0);
        stream.close();
        expectEqual(stream.write(vectors('on')), 2);
        expectEqual(taken(), 'on');
      }),
    );
  });
}
