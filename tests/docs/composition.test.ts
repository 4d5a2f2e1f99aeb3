import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildWat } from '../guests/build-wat.js';
import { createScratchDirectory } from '../guests/scratch-directory.js';
import { examplesOf, runExample } from './example.js';

/** Makes directories: `made`, `tmp/made`, and `usr/share/made`, the errno of which it exits with. */
const MAKER = `(module
  (import "wasi_snapshot_preview1" "path_create_directory"
    (func $mkdir (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "made")
  (data (i32.const 16) "tmp/made")
  (data (i32.const 32) "usr/share/made")
  (func (export "_start")
    (if (call $mkdir (i32.const 3) (i32.const 0) (i32.const 4)) (then unreachable))
    (if (call $mkdir (i32.const 3) (i32.const 16) (i32.const 8)) (then unreachable))
    (call $exit (call $mkdir (i32.const 3) (i32.const 32) (i32.const 14)))))`;

describe('docs/composition.md', () => {
  const [all, faults, ...others] = examplesOf('docs/composition.md') as [string, string, ...string[]];

  it('has examples that run', async () => {
    expect(others).to.deep.equal([]);
    const { preopen, dispose } = createScratchDirectory({ 'work/notes.txt': 'buy milk\n', 'share/x': '' });
    try {
      writeFileSync(join(preopen, 'program.wasm'), await buildWat(MAKER));
      const { stdout, stderr } = runExample(all, preopen);
      expect(stderr).to.equal('');
      expect(stdout).to.equal('it ended with 69\nit made made\n');
      expect(runExample(faults, preopen)).to.include({ stdout: '', stderr: '', status: 0 });
    } finally {
      dispose();
    }
  });
});
