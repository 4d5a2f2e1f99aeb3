import { expect } from 'chai';
import { Errno, NOT_READY, type Stream } from '../../domain/index.js';
import { blankFilestat } from './root.js';
import { contents, room, sharedVectors, vectors } from './vectors.js';

/** A stream to read from, and its source. */
export interface Input {
  readonly stream: Stream;
  /** Puts text into the source; it can be read at once. */
  feed(text: string): void;
  /** Ends the source. */
  end(): void;
  dispose(): void;
}

/** A stream to write to, and where it goes. */
export interface Output {
  readonly stream: Stream;
  /** What has arrived since this was last asked. */
  taken(): string;
  /** From now on nobody takes anything. */
  breakOff(): void;
  dispose(): void;
}

/** A test on something that is taken away afterwards. */
function on<T extends { dispose(): void }>(open: () => T, test: (opened: T) => void): () => void {
  return () => {
    const opened = open();
    try {
      test(opened);
    } finally {
      opened.dispose();
    }
  };
}

/** Reads, which must succeed, into buffers of these lengths. */
function reads(stream: Stream, ...lengths: number[]): string[] {
  const into = room(...lengths);
  const got = stream.read(into, false);
  const texts = contents(into);
  expect(texts.join('').slice(got)).to.equal('_'.repeat(into.total - got));
  return texts;
}

/** A `Stream` that is read. */
export function describeInput(name: string, open: () => Input): void {
  describe(`${name}: input`, () => {
    it(
      'reads what is there, no more than there is room for',
      on(open, ({ stream, feed }) => {
        feed('hello');
        expect(reads(stream, 3)).to.deep.equal(['hel']);
        expect(reads(stream, 10)).to.deep.equal([`lo${'_'.repeat(8)}`]);
      }),
    );

    it(
      'reads into several buffers, and into shared memory',
      on(open, ({ stream, feed }) => {
        feed('hello world');
        expect(reads(stream, 2, 3)).to.deep.equal(['he', 'llo']);
        const shared = sharedVectors('___', '____');
        expect(stream.read(shared, false)).to.equal(6);
        expect(contents(shared)).to.deep.equal([' wo', 'rld_']);
      }),
    );

    it(
      'is 0 at the end, each time',
      on(open, ({ stream, feed, end }) => {
        feed('x');
        end();
        expect(stream.readable()).to.equal(1);
        expect(reads(stream, 4)).to.deep.equal(['x___']);
        expect(stream.readable()).to.equal(0);
        expect(stream.read(room(4), false)).to.equal(0);
        expect(stream.read(room(4), true)).to.equal(0);
        expect(stream.readable()).to.equal(0);
      }),
    );

    it(
      'is EAGAIN when nothing is there and it may not wait',
      on(open, ({ stream, feed }) => {
        expect(stream.read(room(4), true)).to.equal(-Errno.EAGAIN);
        feed('x');
        expect(stream.read(room(4), true)).to.equal(1);
        expect(stream.read(room(4), true)).to.equal(-Errno.EAGAIN);
      }),
    );

    it(
      'tells how much there is, and loses nothing by that',
      on(open, ({ stream, feed, end }) => {
        expect(stream.readable()).to.equal(NOT_READY);
        feed('hello');
        expect(stream.readable()).to.equal(5);
        expect(stream.readable()).to.equal(5);
        expect(reads(stream, 2)).to.deep.equal(['he']);
        expect(stream.readable()).to.equal(3);
        expect(reads(stream, 1, 4)).to.deep.equal(['l', 'lo__']);
        feed(' world');
        expect(reads(stream, 10)).to.deep.equal([' world____']);
        expect(stream.readable()).to.equal(NOT_READY);
        end();
        expect(stream.readable()).to.equal(0);
      }),
    );

    it(
      'takes nothing when there is no room',
      on(open, ({ stream, feed }) => {
        feed('x');
        expect(stream.read(room(), false)).to.equal(0);
        expect(reads(stream, 1)).to.deep.equal(['x']);
      }),
    );

    it(
      'cannot be written',
      on(open, ({ stream }) => {
        expect(stream.write(vectors('x'), false)).to.equal(-Errno.EBADF);
      }),
    );

    it(
      'can be closed by one program and used by the next',
      on(open, ({ stream, feed }) => {
        feed('hello');
        expect(stream.readable()).to.equal(5);
        stream.close();
        expect(reads(stream, 5)).to.deep.equal(['hello']);
        expect(stream.readable()).to.equal(NOT_READY);
      }),
    );

    it(
      'has attributes',
      on(open, ({ stream }) => {
        const stat = blankFilestat();
        expect(stream.stat(stat)).to.equal(0);
        expect(stat.filetype).to.equal(stream.filetype);
      }),
    );
  });
}

/** A `Stream` that is written. */
export function describeOutput(name: string, open: () => Output): void {
  describe(`${name}: output`, () => {
    it(
      'writes everything at once, in order',
      on(open, ({ stream, taken }) => {
        expect(stream.write(vectors('no newline'), false)).to.equal(10);
        expect(taken()).to.equal('no newline');
        expect(stream.write(vectors('a', 'bc', 'def'), false)).to.equal(6);
        expect(stream.write(sharedVectors('!', '?'), true)).to.equal(2);
        expect(taken()).to.equal('abcdef!?');
      }),
    );

    it(
      'writes nothing and succeeds',
      on(open, ({ stream, taken }) => {
        expect(stream.write(vectors(), false)).to.equal(0);
        expect(taken()).to.equal('');
      }),
    );

    it(
      'is EPIPE when nobody takes it, and the process lives on',
      on(open, ({ stream, breakOff }) => {
        breakOff();
        for (const nonblocking of [false, true]) {
          expect(stream.write(vectors('x'), nonblocking)).to.equal(-Errno.EPIPE);
          expect(stream.write(vectors('x', 'y'), nonblocking)).to.equal(-Errno.EPIPE);
        }
      }),
    );

    it(
      'cannot be read',
      on(open, ({ stream }) => {
        expect(stream.read(room(1), false)).to.equal(-Errno.EBADF);
      }),
    );

    it(
      'is writable, has nothing to wait for, and can be closed by one program and used by the next',
      on(open, ({ stream, taken }) => {
        expect(stream.writable()).to.equal(true);
        expect(stream.sync()).to.equal(0);
        stream.close();
        expect(stream.write(vectors('on'), false)).to.equal(2);
        expect(taken()).to.equal('on');
      }),
    );
  });
}
