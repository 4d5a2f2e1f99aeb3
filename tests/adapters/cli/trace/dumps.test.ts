import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { hostcall, Scratch } from '../command-line.js';
import { MOVING } from './moving.js';

const READ = [
  'fd_read(4</in.txt>, [{buf="hello", buf_len=5}, {buf="", buf_len=0}, {buf=", world", buf_len=100}], 3) = 12',
  ' * 5 bytes in buffer 0',
  ' | 00000  68 65 6c 6c 6f                                    hello            |',
  ' * 7 bytes in buffer 2',
  ' | 00000  2c 20 77 6f 72 6c 64                              , world          |',
];
const WRITE = [
  'fd_write(1<stdout>, [{buf="\\0\\t", buf_len=2}, {buf="plain\\303\\2741", buf_len=8}], 2) = 10',
  ' * 2 bytes in buffer 0',
  ' | 00000  00 09                                             ..               |',
  ' * 8 bytes in buffer 1',
  ' | 00000  70 6c 61 69 6e c3 bc 31                           plain..1         |',
];

describe('hostcall trace dumps what is read and written', () => {
  let scratch: Scratch;
  let program: string;

  before(async () => {
    scratch = new Scratch();
    program = await scratch.module('moving.wasm', MOVING);
    scratch.file('in.txt', 'hello, world');
  });
  after(() => scratch.remove());

  /** The lines from the first fd_read to the last fd_write and what is below. */
  function traced(...options: string[]): string[] {
    const trace = join(scratch.path, 'trace.txt');
    const all = ['trace', '-o', trace, '-e', 'fd_read,fd_write', ...options, '--dir', `${scratch.path}::/`, program];
    expect(hostcall(all).status).to.equal(0);
    return readFileSync(trace, 'utf8').split('\n').slice(0, -2);
  }

  it('of some descriptors', () => {
    expect(traced('-e', 'read=4')).to.deep.equal([...READ, WRITE[0]]);
    expect(traced('-e', 'write=0,1')).to.deep.equal([READ[0], ...WRITE]);
    expect(traced('-e', 'read=1', '-e', 'write=4')).to.deep.equal([READ[0], WRITE[0]]);
    expect(traced('-e', 'read=none')).to.deep.equal([READ[0], WRITE[0]]);
  });

  it('of all, in full, even if strings are shortened', () => {
    const lines = traced('-e', 'read=all', '-e', 'write=all', '-s', '0');
    expect(lines.filter(line => line.startsWith(' '))).to.deep.equal([...READ.slice(1), ...WRITE.slice(1)]);
    expect(lines[0]).to.contain('{buf=""..., buf_len=5}');
  });

  it('of much, in lines of 16 with their offsets', async () => {
    const big = await scratch.module(
      'big.wasm',
      `(module
        (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 20)
        (func (export "_start")
          (i32.store (i32.const 0) (i32.const 65536))
          (i32.store (i32.const 4) (i32.const 1100001))
          (i32.store8 (i32.const 1165536) (i32.const 65))
          (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))`,
    );
    const trace = join(scratch.path, 'big.txt');
    hostcall(['trace', '-o', trace, '-e', 'write=1', big], { maxBuffer: 4_000_000 });
    const lines = readFileSync(trace, 'utf8').split('\n');
    expect(lines[0]).to.match(/^fd_write\(1<stdout>, \[\{buf="(\\0){32}"\.\.\., buf_len=1100001\}\], 1\) = 1100001$/);
    expect(lines[1]).to.equal(' * 1100001 bytes in buffer 0');
    const dump = lines.slice(2, -2);
    expect(dump).to.have.length(68_751);
    expect(dump[1]).to.equal(` | 00010  ${'00 '.repeat(8)} ${'00 '.repeat(8)} ................ |`);
    expect(dump.at(-1)).to.equal(` | 10c8e0  41${' '.repeat(46)}  A${' '.repeat(15)} |`);
  });

  it('but not of a call that failed', () => {
    const lines = traced('-e', 'read=all', '-e', 'trace=path_open', '-Z');
    expect(lines).to.have.length(1);
  });
});
