import { Readable, Writable } from 'node:stream';
import { expect } from 'chai';
import {
  InputStream,
  isProgramInput,
  isProgramOutput,
  OutputStream,
  type ProgramInput,
  type ProgramOutput,
} from '../../../../application/composition/index.js';
import { contents, expectErrno, room, vectors } from '../../../../application/contract/index.js';
import { Errno, Filetype, NOT_READY } from '../../../../domain/index.js';

/** Lets what was promised happen. */
const settled = () => new Promise<void>(resolve => setTimeout(resolve));

/** A stream of a program that is suspended where it waits, and the errors that were reported. */
function suspended(input: ProgramInput) {
  const errors: unknown[] = [];
  return { stream: new InputStream(input, true, error => errors.push(error), 'stdin'), errors };
}

/** What a read gives: a text, or a negative errno. */
function read(stream: InputStream, length: number): string | number {
  const into = room(length);
  const got = stream.read(into);
  return got < 0 ? got : contents(into).join('').slice(0, got);
}

async function* texts(...chunks: string[]) {
  yield* chunks;
}

describe('A stream of the embedder', () => {
  it('is known for an input or an output', () => {
    const functions = [() => null, async () => null];
    for (const input of [...functions, texts('a'), Readable.from([]), new ReadableStream()]) {
      expect(isProgramInput(input)).to.equal(true);
    }
    for (const output of [...functions, new Writable(), new WritableStream()]) {
      expect(isProgramOutput(output)).to.equal(true);
    }
    for (const other of [undefined, null, 5, 'text', {}, [], new Uint8Array(1)]) {
      expect([isProgramInput(other), isProgramOutput(other)]).to.deep.equal([false, false]);
    }
  });

  it('is a terminal if it says so', () => {
    for (const [isTTY, filetype] of [
      [true, Filetype.CHARACTER_DEVICE],
      [false, Filetype.UNKNOWN],
      [undefined, Filetype.UNKNOWN],
    ] as const) {
      const input = suspended(Object.assign(() => null, { isTTY }) as ProgramInput).stream;
      const output = new OutputStream(Object.assign(() => {}, { isTTY }) as ProgramOutput, true);
      for (const { terminal, filetype: told } of [input, output]) {
        expect([terminal, told]).to.deep.equal([isTTY === true, filetype]);
      }
    }
  });

  it('is asked for a chunk when it is read from, once until it comes', async () => {
    let asked = 0;
    const chunks = ['abc', '', 'd', null];
    const { stream } = suspended(async () => {
      asked++;
      return chunks.shift();
    });
    expect(read(stream, 0)).to.equal('');
    expect(asked).to.equal(0);
    expect(stream.readable()).to.equal(NOT_READY);
    expectErrno(read(stream, 2), -Errno.EAGAIN);
    expect(asked).to.equal(1);
    await settled();
    expect(stream.readable()).to.equal(3);
    expect(read(stream, 2)).to.equal('ab');
    expect(read(stream, 9)).to.equal('c');
    expectErrno(read(stream, 1), -Errno.EAGAIN);
    await settled();
    // An empty chunk is no end.
    expectErrno(read(stream, 1), -Errno.EAGAIN);
    await settled();
    expect(read(stream, 1)).to.equal('d');
    expectErrno(read(stream, 1), -Errno.EAGAIN);
    await settled();
    expect([read(stream, 1), read(stream, 1), stream.readable()]).to.deep.equal(['', '', 0]);
    expect(asked).to.equal(4);
  });

  it('has an error be EIO once, and then its end', async () => {
    const { stream, errors } = suspended(async () => {
      throw new Error('broken');
    });
    expectErrno(read(stream, 1), -Errno.EAGAIN);
    await settled();
    expectErrno(stream.readable(), -Errno.EIO);
    expectErrno(read(stream, 1), -Errno.EIO);
    expect([read(stream, 1), stream.readable()]).to.deep.equal(['', 0]);
    expect(errors.map(String)).to.deep.equal(['Error: broken']);
  });

  const sources: Readonly<Record<string, () => ProgramInput>> = {
    'an asynchronous iterable': () => texts('ab', 'c'),
    'a Readable of Node': () => Readable.from(['ab', 'c']),
    'a web stream': () => ReadableStream.from(['ab', 'c']) as unknown as ProgramInput,
  };
  for (const [name, make] of Object.entries(sources)) {
    it(`gives what ${name} gives`, async () => {
      const { stream, errors } = suspended(make());
      let text = '';
      for (let turn = 0; turn < 20 && stream.readable() !== 0; turn++) {
        const got = read(stream, 9);
        if (typeof got === 'string') text += got;
        else expectErrno(got, -Errno.EAGAIN);
        await settled();
      }
      expect(text).to.equal('abc');
      expect(read(stream, 1)).to.equal('');
      expect(errors).to.deep.equal([]);
      stream.close();
    });
  }

  it('leaves a web stream open for another program', async () => {
    const source = ReadableStream.from(['ab', 'cd']);
    const { stream } = suspended(source as unknown as ProgramInput);
    stream.readable();
    await settled();
    expect(read(stream, 2)).to.equal('ab');
    stream.close();
    expect(source.locked).to.equal(false);
    expect(await source.getReader().read()).to.deep.equal({ done: false, value: 'cd' });
  });

  it('hands back to a Readable of Node what was not read, and tells of its error', async () => {
    const source = new Readable({ read: () => {} });
    source.push('abcdef');
    const { stream } = suspended(source);
    stream.readable();
    await settled();
    expect(read(stream, 2)).to.equal('ab');
    stream.close();
    expect(String(source.read())).to.equal('cdef');
    expect([source.listenerCount('error'), source.listenerCount('readable')]).to.deep.equal([0, 0]);
    const whole = new Readable({ read: () => {} });
    whole.push('ab');
    const unshifted: unknown[] = [];
    whole.unshift = chunk => unshifted.push(chunk) > 0;
    const other = suspended(whole).stream;
    other.readable();
    await settled();
    expect(read(other, 2)).to.equal('ab');
    other.close();
    expect(unshifted).to.deep.equal([]);
    const failing = suspended(new Readable({ read: () => {} }).destroy(new Error('gone')));
    failing.stream.readable();
    await settled();
    expectErrno(read(failing.stream, 1), -Errno.EIO);
    expect(failing.errors.map(String)).to.deep.equal(['Error: gone']);
    failing.stream.close();
  });

  it('is written to while it takes more, and is broken after an error', async () => {
    const taken: string[] = [];
    let welcome = () => {};
    const output = new OutputStream(bytes => {
      taken.push(Buffer.from(bytes).toString());
      return new Promise<void>(resolve => {
        welcome = resolve;
      });
    }, true);
    expect(output.write(vectors())).to.equal(0);
    expect(taken).to.deep.equal([]);
    expect(output.write(vectors('a', 'b'))).to.equal(2);
    expect(output.writable()).to.equal(false);
    expectErrno(output.write(vectors('c')), -Errno.EAGAIN);
    welcome();
    await settled();
    expect([output.writable(), output.write(vectors('d'))]).to.deep.equal([true, 1]);
    expect(taken).to.deep.equal(['ab', 'd']);
    let calls = 0;
    const broken = new OutputStream(() => {
      calls++;
      throw new Error('full');
    }, true);
    for (let i = 0; i < 2; i++) expectErrno(broken.write(vectors('x')), -Errno.EPIPE);
    expectErrno(broken.write(vectors()), -Errno.EPIPE);
    expect([calls, broken.hungUp(), broken.writable()]).to.deep.equal([1, true, true]);
  });
});
