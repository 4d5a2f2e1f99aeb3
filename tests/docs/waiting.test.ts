import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { StandardEngine } from '../../adapters/web/index.js';
import { buildWat } from '../guests/build-wat.js';
import { createScratchDirectory } from '../guests/scratch-directory.js';
import { examplesOf, runExample } from './example.js';

/** Greets who it reads of. */
const ASK = `(module
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "Hello, ")
  (func (export "_start")
    (i32.store (i32.const 0) (i32.const 71)) (i32.store (i32.const 4) (i32.const 100))
    (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))
    (i32.store (i32.const 0) (i32.const 64))
    (i32.store (i32.const 4) (i32.add (i32.const 7) (i32.load (i32.const 16))))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))))`;

describe('docs/waiting.md', () => {
  const [one, two, ...others] = examplesOf('docs/waiting.md') as [string, string, ...string[]];

  it('has examples that run, or say that this host cannot suspend a program', async () => {
    expect(others).to.deep.equal([]);
    const { preopen, dispose } = createScratchDirectory({});
    try {
      writeFileSync(join(preopen, 'ask.wasm'), await buildWat(ASK));
      const ran = [runExample(one, preopen), runExample(two, preopen)];
      if (new StandardEngine().suspending === undefined) {
        for (const { stderr, status } of ran) {
          expect(stderr).to.contain("this host cannot suspend a program, as waiting: 'suspend' asks");
          expect(status).to.equal(1);
        }
        return;
      }
      expect(ran[0]).to.deep.include({ stdout: 'Hello, Ada\n', stderr: '', status: 0 });
      expect(ran[1]).to.deep.include({
        stdout: 'Hello, Hello, Grace\n[ { exitCode: 0 }, { exitCode: 0 } ]\n',
        stderr: '',
        status: 0,
      });
    } finally {
      dispose();
    }
  });
});
