import { expect } from 'chai';
import { BrowserStdio, browserPorts, CallbackInput, LineOutput } from '../../../adapters/browser/index.js';
import { captureOutput, textInput } from '../../../adapters/memory/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { contents, room, vectors } from '../../../application/contract/index.js';
import { attemptWhenReady } from '../../../application/hostcalls/index.js';
import { Errno, Filetype } from '../../../domain/index.js';
import { proxyModule } from '../../application/abi/proxy-guest.js';
import { uncaughtDuring } from '../../application/uncaught.js';
import { buildWat } from '../../guests/build-wat.js';

/** A stream, and the lines it has handed on. */
function lineOutput(): { stream: LineOutput; lines: string[] } {
  const lines: string[] = [];
  return { stream: new LineOutput(line => lines.push(line), true), lines };
}

describe('browser: lines out', () => {
  it('each complete line is passed on without its newline', () => {
    const { stream, lines } = lineOutput();
    stream.write(vectors('one', '\ntw'));
    expect(lines).to.deep.equal(['one']);
    stream.write(vectors('o\n\nthree\nfo'));
    expect(lines).to.deep.equal(['one', 'two', '', 'three']);
    stream.close();
    expect(lines).to.deep.equal(['one', 'two', '', 'three', 'fo']);
    stream.close();
    expect(lines).to.have.lengthOf(5);
  });

  it('a character may be split across writes; invalid UTF-8 is replaced', () => {
    const { stream, lines } = lineOutput();
    for (const byte of Buffer.from('größer 😀\n')) stream.write(vectors(new Uint8Array([byte])));
    stream.write(vectors(new Uint8Array([0x61, 0xff, 0x62, 0x0a])));
    expect(lines).to.deep.equal(['größer 😀', 'a\ufffdb']);
  });

  it('a very long line is passed on in pieces', () => {
    const { stream, lines } = lineOutput();
    const piece = vectors('x'.repeat(2 ** 18));
    for (let i = 0; i < 9; i++) stream.write(piece);
    expect(lines.map(line => line.length)).to.deep.equal([5 * 2 ** 18]);
    stream.close();
    expect(lines.map(line => line.length)).to.deep.equal([5 * 2 ** 18, 4 * 2 ** 18]);
  });

  it('byte by byte, a long line and many lines take time in proportion', () => {
    const { stream, lines } = lineOutput();
    const byte = vectors('x');
    const begin = performance.now();
    for (let i = 0; i < 300_000; i++) stream.write(byte);
    stream.write(vectors('\n'.repeat(100_000)));
    // Looking through the line for every byte would take hours.
    expect(performance.now() - begin).to.be.below(30_000);
    expect(lines).to.have.lengthOf(100_000);
    expect(lines[0]).to.equal('x'.repeat(300_000));
  });

  it('a callback may write on the same stream', () => {
    const lines: string[] = [];
    const stream: LineOutput = new LineOutput(line => {
      lines.push(line);
      if (line === 'a') stream.write(vectors('more\nrest'));
    }, false);
    stream.write(vectors('a\nb\n'));
    stream.sync();
    expect(lines).to.deep.equal(['a', 'more', 'b', 'rest']);
  });

  it('an exception in a callback is EIO for the guest and uncaught outside; the other lines are passed on', async () => {
    const lines: string[] = [];
    const uncaught = await uncaughtDuring(() => {
      const stream = new LineOutput(line => {
        if (line === 'bad') throw new Error('from the callback');
        lines.push(line);
      }, false);
      expect(stream.write(vectors('good\nbad\nbetter\n'))).to.equal(-Errno.EIO);
      stream.write(vectors('bad'));
      expect(stream.sync()).to.equal(-Errno.EIO);
    });
    expect(lines).to.deep.equal(['good', 'better']);
    expect(uncaught.map(error => (error as Error).message)).to.deep.equal(['from the callback', 'from the callback']);
  });

  it('it is a terminal by default', () => {
    const { stdout, stderr } = new BrowserStdio({ stdout: () => {} });
    for (const stream of [stdout, stderr]) {
      expect(stream).to.include({ terminal: true, filetype: Filetype.CHARACTER_DEVICE });
    }
    expect(new BrowserStdio({ terminal: false }).stdout).to.include({ terminal: false, filetype: Filetype.UNKNOWN });
  });
});

describe('browser: input', () => {
  it('text, bytes and streams', () => {
    for (const stdin of ['text', new Uint8Array(Buffer.from('text')), textInput('text')]) {
      const into = room(4);
      expect(new BrowserStdio({ stdin }).stdin.read(into)).to.equal(4);
      expect(contents(into)).to.deep.equal(['text']);
    }
    expect(new BrowserStdio().stdin.read(room(4))).to.equal(0);
  });

  it('a callback is called only when its last answer is used up, and not after the end', () => {
    const answers = ['hello', new Uint8Array([0x21]), null];
    let asked = 0;
    const stream = new CallbackInput(() => answers[asked++]);
    expect(asked).to.equal(0);
    for (const [length, got, count] of [
      [2, 2, 1],
      [9, 3, 1],
      [9, 1, 2],
      [9, 0, 3],
      [9, 0, 3],
    ] as const) {
      expect(stream.read(room(length))).to.equal(got);
      expect(asked).to.equal(count);
    }
  });

  it('the callback may reuse the array of its answer', () => {
    const bytes = new Uint8Array([0x61, 0x62]);
    const stream = new CallbackInput(() => bytes);
    expect(stream.readable()).to.equal(2);
    bytes.fill(0x7a);
    const into = room(2);
    stream.read(into);
    expect(contents(into)).to.deep.equal(['ab']);
  });

  it('a callback that has no input yet is called again while the guest waits', () => {
    let asked = 0;
    const stream = new CallbackInput(() => (++asked < 4 ? '' : 'now'));
    expect(stream.read(room(9))).to.equal(-Errno.EAGAIN);
    const { waiting } = browserPorts();
    expect(attemptWhenReady(waiting, { source: stream, event: 'read' }, () => stream.read(room(9)))).to.equal(3);
    expect(asked).to.equal(4);
  });

  it('after the end, the callback is called again for the next program', () => {
    const answers = ['one', null, 'two', null];
    const stream = new CallbackInput(() => answers.shift());
    for (let program = 0; program < 2; program++) {
      expect(stream.read(room(9))).to.equal(3);
      expect(stream.read(room(9))).to.equal(0);
      stream.close();
    }
  });

  it('an exception in a callback is EIO for the guest and uncaught outside', async () => {
    const uncaught = await uncaughtDuring(() => {
      const stream = new CallbackInput(() => {
        throw new Error('from the callback');
      });
      expect(stream.read(room(9))).to.equal(-Errno.EIO);
    });
    expect(uncaught).to.have.lengthOf(1);
  });

  it('an unfinished line of output is shown before the callback for input is called', () => {
    const said: string[] = [];
    const { stdin, stdout, stderr } = new BrowserStdio({
      stdin: () => {
        said.push('asked');
        return 'yes';
      },
      stdout: line => said.push(line),
      stderr: line => said.push(line),
    });
    stdout.write(vectors('Sure? '));
    stderr.write(vectors('!'));
    stdin.read(room(1));
    stdin.read(room(1));
    expect(said).to.deep.equal(['Sure? ', '!', 'asked']);
  });
});

describe('browser: a callback that uses the program it is called by', () => {
  const TABLE = 64;
  const BUFFER = 128;
  const RESULT = 256;
  for (const ask of ['fd_read', 'poll_oneoff'] as const) {
    it(`answers it all the same: ${ask}`, async () => {
      const lines: string[] = [];
      let asked = 0;
      const stdio = new BrowserStdio({
        stdin: () => {
          asked++;
          (instance.exports.memory as WebAssembly.Memory).grow(1);
          const memory = new Uint8Array((instance.exports.memory as WebAssembly.Memory).buffer);
          memory.set([0, 5, 0, 0, 6, 0, 0, 0], 1024);
          memory.set(Buffer.from('asked\n'), 0x500);
          expect(instance.invoke('fd_write', 1, 1024, 1, 1032)).to.equal(0);
          (instance.exports.memory as WebAssembly.Memory).grow(1);
          return 'answer';
        },
        stdout: line => {
          lines.push(line);
          (instance.exports.memory as WebAssembly.Memory).grow(0);
        },
      });
      const instance = await createRuntime({ ...browserPorts(), stdio }).instantiate(await proxyModule());
      instance.initialize();
      const memory = () => new Uint8Array((instance.exports.memory as WebAssembly.Memory).buffer);
      // Two buffers of three bytes, and a subscription to stdin.
      memory().set([BUFFER, 0, 0, 0, 3, 0, 0, 0, BUFFER + 8, 0, 0, 0, 3, 0, 0, 0], TABLE);
      memory().set([7, 0, 0, 0, 0, 0, 0, 0, 1], 512);
      if (ask === 'poll_oneoff') {
        expect(instance.invoke('poll_oneoff', 512, 576, 1, RESULT)).to.equal(0);
        expect([...memory().subarray(576, 596)]).to.deep.equal([
          7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 6, 0, 0, 0,
        ]);
      }
      expect(instance.invoke('fd_read', 0, TABLE, 2, RESULT)).to.equal(0);
      expect(Buffer.from(memory().subarray(BUFFER, BUFFER + 11)).toString()).to.equal('ans\0\0\0\0\0wer');
      expect(memory()[RESULT]).to.equal(6);
      expect(asked).to.equal(1);
      expect(lines).to.deep.equal(['asked']);
      instance.close();
    });
  }
});

/** Writes "half" on stdout, then traps or exits. */
const halfLine = (end: string) => `(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\08\\00\\00\\00\\04\\00\\00\\00half")
  (func (export "_start") (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16))) ${end}))`;

describe('browser: the end of a program', () => {
  for (const [how, end] of [
    ['returns', ''],
    ['exits', '(call $exit (i32.const 3))'],
    ['traps', 'unreachable'],
  ] as const) {
    it(`nothing is left behind when it ${how}`, async () => {
      const lines: string[] = [];
      const runtime = createRuntime(browserPorts({ stdout: line => lines.push(line) }));
      await runtime.run(await buildWat(halfLine(end))).catch(() => {});
      expect(lines).to.deep.equal(['half']);
    });
  }

  it('streams of the embedder replace the console', async () => {
    const stdout = captureOutput();
    await createRuntime(browserPorts({ stdout })).run(await buildWat(halfLine('')));
    expect(stdout.text).to.equal('half');
  });
});
