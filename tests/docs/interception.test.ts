import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Errno } from '../../domain/index.js';
import { buildWat } from '../guests/build-wat.js';
import { createScratchDirectory } from '../guests/scratch-directory.js';
import { examplesOf, runExample } from './example.js';
import { READER } from './reader-program.js';

/** Writes six random bytes to standard output. */
const RANDOM = `(module
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\20\\00\\00\\00\\06\\00\\00\\00")
  (func (export "_start")
    (drop (call $random_get (i32.const 32) (i32.const 6)))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))`;

describe('docs/interception.md', () => {
  const [deny, count, random, faults, chance, slower, ended, ...others] = examplesOf('docs/interception.md') as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    ...string[],
  ];

  async function run(example: string, program: string, files: Readonly<Record<string, string>> = {}) {
    const { preopen, dispose } = createScratchDirectory({
      'work/notes.txt': 'buy milk\n',
      'work/secret/key': '42',
      'work/x/y': '',
      ...files,
    });
    try {
      writeFileSync(join(preopen, 'program.wasm'), await buildWat(program));
      return runExample(example, preopen);
    } finally {
      dispose();
    }
  }

  it('has seven examples that run', () => {
    expect(others).to.deep.equal([]);
  });

  it('refuses paths', async () => {
    const { stdout, stderr, status } = await run(deny, READER);
    expect(stderr).to.equal('');
    expect(stdout).to.equal(`buy milk\nit ended with ${Errno.EACCES}\n`);
    expect(status).to.equal(0);
  });

  it('counts bytes', async () => {
    const { stdout, stderr } = await run(count, READER);
    expect(stderr).to.equal('');
    expect(stdout).to.equal('buy milk\n9 bytes read, 9 bytes written\n');
  });

  it('takes randomness from a file', async () => {
    const { stdout, stderr } = await run(random, RANDOM, { 'dice.txt': '44444\n' });
    expect(stderr).to.equal('');
    expect(stdout).to.equal('44444\n');
  });

  it('makes opening fail and reading take longer', async () => {
    const { stdout, stderr } = await run(faults, READER);
    expect(stderr).to.equal('');
    expect(stdout.split('\n').map(line => line.replace(/^(\w+)\(.*?\) += /, '$1 = '))).to.deep.equal([
      'path_open = 4</x/../secret/key>',
      'path_open = -1 EMFILE (Too many open files) (INJECTED)',
      'fd_read = 2 (DELAYED)',
      '42',
    ]);
  });

  it('finds the seeds that make a program fail that checks no errors', async () => {
    const { stdout, stderr } = await run(chance, READER);
    expect(stderr).to.equal('');
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).to.be.within(3, 19);
    for (const line of lines) expect(line).to.match(/^seed \d+: (path_open|fd_read|fd_write) \w+/);
    expect((await run(chance, READER)).stdout).to.equal(stdout);
  });

  it('delays a program, or ends it', async () => {
    const { stdout, stderr } = await run(slower, READER);
    expect({ stdout, stderr }).to.deep.equal({ stdout: `buy milk\nended with 0\n`, stderr: '' });
    expect(await run(ended, READER)).to.include({
      stdout: 'the guest was stopped: a signal came: too many calls of path_open\n',
      stderr: '',
    });
  });
});
