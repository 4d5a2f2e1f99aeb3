import { chmodSync } from 'node:fs';
import { expect } from 'chai';
import { needing, PLAIN_USER } from '../../../needs.js';
import { errorLine, hostcall, Scratch } from '../command-line.js';
import * as programs from '../programs.js';

describe('hostcall run', () => {
  let scratch: Scratch;

  before(async () => {
    scratch = new Scratch();
    await scratch.module('arguments.wasm', programs.ARGUMENTS);
  });
  after(() => scratch.remove());

  describe('what cannot be run', () => {
    const refused = (...args: string[]) => {
      const ended = hostcall(['run', ...args], { cwd: scratch.path });
      expect(ended.stdout).to.equal('');
      expect(ended.status, ended.stderr).to.equal(2);
      return errorLine(ended);
    };

    it('is a file that is not there, or a directory', () => {
      expect(refused('npx')).to.equal(
        'npx: no such file; to trace WASI programs that Node runs: hostcall trace-node npx …',
      );
      expect(refused('missing.wasm')).to.equal('missing.wasm: no such file; check the path of the program');
      expect(refused('arguments.wasm/x')).to.equal('arguments.wasm/x: no such file; check the path of the program');
      expect(refused('.')).to.equal('.: is a directory; name the .wasm file in it');
    });

    needing(PLAIN_USER).it('is a file that may not be read', () => {
      // Everything is readable to root.
      chmodSync(scratch.file('secret.wasm', ''), 0);
      expect(refused('secret.wasm')).to.equal('secret.wasm: permission denied; make the file readable');
    });

    it('is a file that is something else', () => {
      scratch.file('component.wasm', Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0));
      expect(refused('component.wasm')).to.match(/^component.wasm is a component .*; build it for preview1,/);
      scratch.file('next.wasm', Uint8Array.of(0, 0x61, 0x73, 0x6d, 2, 0, 0, 0));
      expect(refused('next.wasm')).to.match(/binary version that hostcall does not know; build it as a core module/);
      scratch.file('text.wat', ';; text\n  (module)');
      expect(refused('text.wat')).to.equal(
        'text.wat is WebAssembly text; assemble it first, for instance with `wat2wasm`',
      );
      scratch.file('empty', '');
      expect(refused('empty')).to.equal('empty is empty; build it again');
      scratch.file('script.js', 'alert(1)');
      expect(refused('script.js')).to.equal(
        'script.js is not a WebAssembly module; to trace WASI programs that Node runs: hostcall trace-node node script.js …',
      );
    });

    it('is a module that the engine refuses', () => {
      scratch.file('broken.wasm', Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1));
      expect(refused('broken.wasm')).to.match(/^broken.wasm is not valid WebAssembly: .*; build it again$/);
    });

    it('is a module that imports a hostcall with another signature', async () => {
      const program = await scratch.module(
        'signature.wasm',
        `(module
          (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i64)))
          (memory (export "memory") 1)
          (func (export "_start") call $yield drop))`,
      );
      const ended = hostcall(['run', program]);
      expect(ended.status).to.equal(2);
      expect(errorLine(ended)).to.equal(
        `${program} imports 'sched_yield' from 'wasi_snapshot_preview1' with a wrong signature: imported as () -> i64, but it is () -> i32; build it again, against a current WASI libc`,
      );
    });

    it('is a module with an import that nothing provides', async () => {
      await scratch.module('demanding.wasm', programs.DEMANDING);
      expect(refused('demanding.wasm')).to.equal(
        "demanding.wasm imports the function 'callback' from 'env', which hostcall does not provide (and 1 more); see `hostcall check demanding.wasm`",
      );
    });
  });
});
