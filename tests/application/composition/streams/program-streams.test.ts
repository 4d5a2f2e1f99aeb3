import { PassThrough, Readable, Writable } from 'node:stream';
import { expect } from 'chai';
import { config } from 'rxjs';
import { memoryPorts } from '../../../../adapters/memory/index.js';
import { StandardWaiting } from '../../../../adapters/web/index.js';
import { createRuntime } from '../../../../application/assembly/index.js';
import type { ProgramInput, ProgramOutput } from '../../../../application/composition/index.js';
import { buildWat } from '../../../guests/build-wat.js';
import { needing, suspension } from '../../../needs.js';

/** Copies its stdin to its stdout in pieces of 64 KiB, and exits with the errno of the first call that fails. */
const CAT = `(module
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 3)
  (func $check (param $errno i32) (if (local.get $errno) (then (call $exit (local.get $errno)))))
  (func (export "_start")
    (loop $more
      (i32.store (i32.const 0) (i32.const 65536)) (i32.store (i32.const 4) (i32.const 65536))
      (call $check (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))
      (if (i32.eqz (i32.load (i32.const 16))) (then (return)))
      (i32.store (i32.const 4) (i32.load (i32.const 16)))
      (loop $rest
        (call $check (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))
        (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.load (i32.const 16))))
        (i32.store (i32.const 4) (i32.sub (i32.load (i32.const 4)) (i32.load (i32.const 16))))
        (br_if $rest (i32.load (i32.const 4))))
      (br $more))))`;

describe('streams of the embedder as standard streams', () => {
  let cat: Uint8Array;
  before(async () => {
    cat = await buildWat(CAT);
  });

  const runtime = () => createRuntime({ ...memoryPorts(), waiting: new StandardWaiting() });
  const copy = async (stdin: ProgramInput, stdout: ProgramOutput, waiting: 'block' | 'suspend') =>
    (await runtime().run(cat, { stdin, stdout, waiting })).exitCode;

  /** What is written, joined, and the sink. */
  function collected() {
    const chunks: Uint8Array[] = [];
    return { sink: (bytes: Uint8Array) => void chunks.push(bytes), text: () => Buffer.concat(chunks).toString() };
  }

  /** A function that gives one chunk after the other. */
  function giving<Chunk>(...chunks: Chunk[]): () => Chunk | undefined {
    return () => chunks.shift();
  }

  describe('where the thread blocks', () => {
    it('are functions that give and take', async () => {
      const { sink, text } = collected();
      expect(
        await copy(giving<string | Uint8Array>('one ', '', new Uint8Array([0x74, 0x77, 0x6f])), sink, 'block'),
      ).to.equal(0);
      expect(text()).to.equal('one two');
    });

    it('are targets that keep what they are given', async () => {
      const { sink, text } = collected();
      const slow = new Writable({
        highWaterMark: 1,
        write(chunk, _, done) {
          setTimeout(() => {
            sink(chunk);
            done();
          });
        },
      });
      expect(await copy(giving('a', 'b', 'c'), slow, 'block')).to.equal(0);
      expect(text()).to.equal('');
      await new Promise<void>(resolve => slow.end(resolve));
      expect(text()).to.equal('abc');
    });

    it('have an error of a function that gives be EIO, and an uncaught exception', async () => {
      const errors: unknown[] = [];
      config.onUnhandledError = error => errors.push(error);
      try {
        const failing = () => {
          throw new Error('no input');
        };
        expect(await copy(failing, () => {}, 'block')).to.equal(29);
        const promising = () => Promise.resolve('text');
        expect(await copy(promising, () => {}, 'block')).to.equal(29);
        await new Promise(resolve => setTimeout(resolve, 1));
      } finally {
        config.onUnhandledError = null;
      }
      expect(errors.map(error => (error as Error).message)).to.deep.equal([
        'no input',
        "the function that gives the input has returned a promise, and the program blocks the thread; pass waiting: 'suspend', or return the text or the bytes",
      ]);
    });

    it('have an error of a function that takes be EPIPE', async () => {
      const failing = () => {
        throw new Error('full');
      };
      expect(await copy(giving('a'), failing, 'block')).to.equal(64);
    });
  });

  if (!suspension().met) {
    needing(suspension()).it('where the program is suspended', () => {});
    return;
  }

  describe('where the program is suspended', () => {
    const TEXT = 'abcdefghij'.repeat(30_000);
    /** A chunk comes when others have had their turn. */
    async function* slowly(...chunks: (string | Uint8Array)[]) {
      for (const chunk of chunks) {
        await new Promise(resolve => setTimeout(resolve));
        yield chunk;
      }
    }

    const inputs: Readonly<Record<string, () => ProgramInput>> = {
      'a Readable of Node': () => Readable.from(slowly(TEXT.slice(0, 5), TEXT.slice(5))),
      'a web stream': () => ReadableStream.from(slowly(TEXT)) as unknown as ReadableStream<string>,
      'an asynchronous iterable': () => slowly(...(TEXT.match(/.{1,70000}/g) ?? [])),
      'a function that promises': () => {
        const pieces = [TEXT, ''];
        return async () => pieces.shift();
      },
    };
    for (const [name, input] of Object.entries(inputs)) {
      it(`reads from ${name}`, async () => {
        const { sink, text } = collected();
        expect(await copy(input(), sink, 'suspend')).to.equal(0);
        expect(text() === TEXT).to.equal(true);
      });
    }

    it('waits for a target that is slow', async () => {
      let held = 0;
      let most = 0;
      const { sink, text } = collected();
      const slow = new Writable({
        highWaterMark: 1000,
        write(chunk, _, done) {
          held += chunk.length;
          most = Math.max(most, slow.writableLength);
          setTimeout(() => {
            sink(chunk);
            held -= chunk.length;
            done();
          });
        },
      });
      expect(await copy(giving(TEXT), slow, 'suspend')).to.equal(0);
      await new Promise<void>(resolve => slow.end(resolve));
      expect(text() === TEXT).to.equal(true);
      expect(most).to.be.at.most(65536);
      expect(held).to.equal(0);
    });

    it('writes to a web stream, with its back-pressure', async () => {
      const { sink, text } = collected();
      const target = new WritableStream<Uint8Array>({
        async write(bytes) {
          await new Promise(resolve => setTimeout(resolve));
          sink(bytes);
        },
      });
      expect(await copy(giving(TEXT), target, 'suspend')).to.equal(0);
      await target.close();
      expect(text() === TEXT).to.equal(true);
    });

    it('gives back what a program has not read, and leaves source and target open for the next one', async () => {
      const source = new PassThrough();
      const target = new PassThrough();
      const once = await buildWat(
        CAT.replace('(br $more)', '').replace('(i32.const 4) (i32.const 65536)', '(i32.const 4) (i32.const 3)'),
      );
      source.write('firstsecond');
      await runtime().run(once, { stdin: source, stdout: target, waiting: 'suspend' });
      source.end();
      expect(await copy(source, target, 'suspend')).to.equal(0);
      const written: string[] = [];
      for (let chunk = target.read(); chunk !== null; chunk = target.read()) written.push(String(chunk));
      expect(written.join('')).to.equal('firstsecond');
      expect(target.writable).to.equal(true);
    });

    it('has a target that fails be EPIPE, and a source that fails EIO', async () => {
      const broken = new Writable({ write: (_, __, done) => done(new Error('gone')) });
      expect(await copy(slowly('a', 'b', 'c'), broken, 'suspend')).to.equal(64);
      const errors: unknown[] = [];
      config.onUnhandledError = error => errors.push(error);
      try {
        const failing = new Readable({ read: () => failing.destroy(new Error('no source')) });
        expect(await copy(failing, () => {}, 'suspend')).to.equal(29);
        await new Promise(resolve => setTimeout(resolve, 1));
      } finally {
        config.onUnhandledError = null;
      }
      expect(errors.map(error => (error as Error).message)).to.deep.equal(['no source']);
    });
  });
});
