import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { Block } from '../../../adapters/system/block.js';
import { MFD_CLOEXEC } from '../../../adapters/system/constants.js';
import { type Ffi, ffiNames } from '../../../adapters/system/ffi.js';
import { wrongAnswer } from '../../../adapters/system/known-answers.js';
import { type Architecture, LIBC, type Libc, type LibcName } from '../../../adapters/system/libc.js';
import { systemCalls } from '../../../adapters/system/system-calls.js';
import { Scratch } from '../cli/command-line.js';

const names = Object.keys(LIBC) as LibcName[];

describe('known answers', () => {
  for (const ffiName of ffiNames) {
    const calls = systemCalls(ffiName);
    if (typeof calls === 'string') {
      it(`are not tried through ${ffiName}, which is not available`, () => {
        expect(calls).to.match(/^(is not installed|is used on Linux|cannot be loaded: Node \S+ does not have it)/);
      });
      continue;
    }
    const { ffi, libc, architecture } = calls;

    describe(`through ${ffiName}`, () => {
      it('are given by every function', () => {
        expect(answers(ffi, libc, architecture)).to.equal(undefined);
      });

      for (const name of names) {
        // Results that the functions can return, so a check of the result alone would not be enough.
        for (const result of [-1, 0]) {
          it(`tell a ${name} that does nothing and returns ${result} from the real one`, () => {
            expect(answers(ffi, { ...libc, [name]: () => result }, architecture)).to.equal(name);
          });
        }
      }

      it('leave no descriptor open, whichever function fails', () => {
        const before = openDescriptors();
        for (const name of names) answers(ffi, { ...libc, [name]: () => -1 }, architecture);
        expect(openDescriptors()).to.deep.equal(before);
      });

      it('are not tried on a file that others can open, even if memfd_create() returns one', () => {
        const scratch = new Scratch();
        const path = scratch.file('kept', 'of somebody else');
        const fd = openSync(path, 'r+');
        try {
          expect(answers(ffi, { ...libc, memfd_create: () => fd }, architecture)).to.equal('memfd_create');
          expect(readFileSync(path, 'latin1')).to.equal('of somebody else');
        } finally {
          closeSync(fd);
          scratch.remove();
        }
      });

      it('are numbers, however large', () => {
        const fd = libc.memfd_create(new Block(ffi, 1).address, MFD_CLOEXEC);
        for (const offset of [0, 2 ** 31, 2 ** 40, Number.MAX_SAFE_INTEGER + 1, 2 ** 62])
          expect(libc.lseek(fd, offset, 0)).to.equal(offset);
        closeSync(fd);
      });

      it('cannot be tried with a function that does not exist', () => {
        expect(() => ffi.bind('hostcall_no_such_function', { result: 'int', parameters: [] })).to.throw();
      });
    });
  }
});

function answers(ffi: Ffi, libc: Libc, architecture: Architecture): LibcName | undefined {
  const real = systemCalls(ffi.name);
  if (typeof real === 'string') throw new Error(real);
  const errno = new Int32Array(ffi.memory(real.libc.__errno_location(), 4));
  return wrongAnswer(ffi, libc, architecture, errno);
}

function openDescriptors(): string[] {
  return readdirSync('/proc/self/fd').sort();
}
