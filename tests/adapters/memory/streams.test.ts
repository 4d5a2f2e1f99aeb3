import { expect } from 'chai';
import {
  bytesInput,
  callbackOutput,
  captureOutput,
  memoryPorts,
  pipe,
  textInput,
} from '../../../adapters/memory/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { contents, expectErrno, room, sharedVectors, vectors } from '../../../application/contract/index.js';
import { Errno, NOT_READY, type Stream } from '../../../domain/index.js';
import { buildWat } from '../../guests/build-wat.js';

/** Copies stdin to stdout, 7 bytes at a time, until the end; exits with the errno if there is one. */
const CAT = buildWat(`(module
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $try (param i32) (if (local.get 0) (then (call $exit (local.get 0)))))
  (func (export "_start")
    (loop $again
      (i32.store (i32.const 0) (i32.const 64))
      (i32.store (i32.const 4) (i32.const 7))
      (call $try (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))
      (if (i32.eqz (i32.load (i32.const 16))) (then (return)))
      (i32.store (i32.const 4) (i32.load (i32.const 16)))
      (call $try (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))
      (br $again))))`);

async function cat(stdin: Stream, stdout: Stream): Promise<number> {
  return (await createRuntime(memoryPorts()).run(await CAT, { stdin, stdout })).exitCode;
}

describe('memory: streams', () => {
  it('textInput and bytesInput return their contents, then the end, each time', () => {
    for (const stream of [textInput('grüße'), bytesInput(new TextEncoder().encode('grüße'))]) {
      expect(stream.readable()).to.equal(7);
      const into = room(2, 20);
      expect(stream.read(into)).to.equal(7);
      expect(contents(into).join('')).to.equal(`grüße${'_'.repeat(15)}`);
      for (let i = 0; i < 2; i++) expect(stream.read(room(3))).to.equal(0);
      expect(stream.readable()).to.equal(0);
      expectErrno(stream.write(vectors('x')), -Errno.EBADF);
      expect([stream.writable(), stream.terminal, stream.sync()]).to.deep.equal([false, false, 0]);
    }
  });

  it('captureOutput keeps what was written, from shared memory or not, in any number of pieces', () => {
    const output = captureOutput();
    expect(output.write(vectors('one', 'two'))).to.equal(6);
    expect(output.write(sharedVectors(' gr', 'ü', 'ße'))).to.equal(8);
    expect(output.text).to.equal('onetwo grüße');
    output.close();
    for (let i = 0; i < 1000; i++) output.write(vectors(`${i % 10}`));
    expect(output.bytes).to.have.lengthOf(1014);
    expect(output.text.slice(-20)).to.equal('01234567890123456789');
    output.bytes[0] = 0;
    expect(output.text.slice(0, 3)).to.equal('one');
    output.clear();
    expect(output.text).to.equal('');
    output.write(vectors(new Uint8Array([65, 255, 66])));
    expect(output.text).to.equal('A\ufffdB');
    expectErrno(output.read(room(1)), -Errno.EBADF);
  });

  it('captureOutput keeps at most its limit, and then has no space until it is cleared', () => {
    const output = captureOutput(5);
    expect(output.write(vectors('abc'))).to.equal(3);
    expect(output.write(vectors('de', 'fg'))).to.equal(2);
    expectErrno(output.write(vectors('h')), -Errno.ENOSPC);
    expect(output.write(vectors(''))).to.equal(0);
    expect(output.text).to.equal('abcde');
    output.clear();
    expect(output.write(vectors('h'))).to.equal(1);
  });

  it('callbackOutput passes copies, turns an exception into EIO, and is not called again after a refusal', () => {
    const taken: Uint8Array[] = [];
    let answer: () => unknown = () => undefined;
    const output = callbackOutput(bytes => {
      taken.push(bytes);
      return answer();
    });
    const from = vectors('abc', 'de');
    expect(output.write(from)).to.equal(5);
    from.array.fill(0);
    expect(output.write(vectors())).to.equal(0);
    expect(taken.map(bytes => Buffer.from(bytes).toString())).to.deep.equal(['abcde']);
    answer = () => {
      throw new Error('no');
    };
    expectErrno(output.write(vectors('x')), -Errno.EIO);
    answer = () => false;
    expectErrno(output.write(vectors('x')), -Errno.EPIPE);
    answer = () => true;
    expectErrno(output.write(vectors('x')), -Errno.EPIPE);
    expect(taken).to.have.lengthOf(3);
  });

  it('a pipe accepts what fits, and reports when it is full', () => {
    const { reader, writer } = pipe(10);
    expect(writer.write(vectors('123456', '7890ab'))).to.equal(10);
    expect(writer.writable()).to.equal(false);
    for (let i = 0; i < 2; i++) expectErrno(writer.write(vectors('x')), -Errno.EAGAIN);
    const into = room(4);
    expect(reader.read(into)).to.equal(4);
    expect(contents(into)).to.deep.equal(['1234']);
    expect(writer.writable()).to.equal(true);
    expect(writer.write(vectors('xyzuv'))).to.equal(4);
    const rest = room(3, 20);
    expect(reader.read(rest)).to.equal(10);
    expect(contents(rest)).to.deep.equal(['567', `890xyzu${'_'.repeat(13)}`]);
    expect(reader.readable()).to.equal(NOT_READY);
    expectErrno(reader.read(room(1)), -Errno.EAGAIN);
    expect(reader.read(room())).to.equal(0);
    expect(writer.write(vectors('0123456789'))).to.equal(10);
    expect(writer.write(vectors())).to.equal(0);
    writer.close();
    expect(reader.readable()).to.equal(10);
    reader.close();
    expect([writer.writable(), writer.write(vectors('x'))]).to.deep.equal([true, -Errno.EPIPE]);
  });

  it('a wait for one end of a pipe does not block, and ends when something happens at the other', async () => {
    const { reader, writer } = pipe(2);
    const { waiting } = memoryPorts();
    for (const [source, event, happen] of [
      [reader, 'read', () => writer.write(vectors('ab'))],
      [writer, 'write', () => reader.read(room(1))],
      [reader, 'read', () => writer.close()],
      [writer, 'write', () => reader.close()],
    ] as const) {
      const interests = [{ source, event }];
      expect(waiting.wait(Number.POSITIVE_INFINITY, interests)).to.equal(-Errno.EAGAIN);
      expect(waiting.wait(1e6, interests)).to.equal(0);
      const woken = waiting.waitAsync?.(Number.POSITIVE_INFINITY, interests);
      happen();
      expect(await woken).to.equal(0);
    }
  });

  it('a pipe keeps the order for pieces of any size', () => {
    const { reader, writer } = pipe();
    let sent = '';
    let got = '';
    for (let i = 0; i < 3000; i++) {
      const piece = `${i},`.repeat(i % 5);
      writer.write(vectors(piece));
      sent += piece;
      const into = room((i * 7) % 13);
      const length = reader.read(into);
      got += contents(into).join('').slice(0, Math.max(length, 0));
    }
    const into = room(100_000);
    const length = reader.read(into);
    got += contents(into).join('').slice(0, length);
    expect(got === sent).to.equal(true);
  });

  it('a pipe connects two programs: the second reads the end when the first has ended', async () => {
    const text = 'from one to the other\n'.repeat(5000);
    const { reader, writer } = pipe();
    const output = captureOutput();
    expect(await cat(textInput(text), writer)).to.equal(0);
    expect(await cat(reader, output)).to.equal(0);
    expect(output.text === text).to.equal(true);
  });

  it('a write to a pipe whose reader has ended is EPIPE, a read from one that is empty EAGAIN', async () => {
    const { reader, writer } = pipe();
    writer.write(vectors('x'));
    writer.close();
    expect(await cat(reader, captureOutput())).to.equal(0);
    expect(await cat(textInput('more'), writer)).to.equal(Errno.EPIPE);
    expect(await cat(pipe().reader, captureOutput())).to.equal(Errno.EAGAIN);
  });
});
