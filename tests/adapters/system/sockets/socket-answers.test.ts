import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { ffiNames } from '../../../../adapters/system/ffi.js';
import { bindFunctions } from '../../../../adapters/system/libc.js';
import { wrongSocketAnswer } from '../../../../adapters/system/sockets/socket-answers.js';
import { SOCKET_FUNCTIONS, type SocketFunctionName } from '../../../../adapters/system/sockets/socket-functions.js';
import { systemCalls } from '../../../../adapters/system/system-calls.js';

const names = Object.keys(SOCKET_FUNCTIONS) as SocketFunctionName[];

describe('known answers of sockets', () => {
  for (const ffiName of ffiNames) {
    const calls = systemCalls(ffiName);
    if (typeof calls === 'string') continue;
    const { ffi, libc, architecture } = calls;
    const functions = bindFunctions(ffi, architecture, SOCKET_FUNCTIONS);
    const errno = new Int32Array(ffi.memory(libc.__errno_location(), 4));

    describe(`through ${ffiName}`, () => {
      it('are given by every function', () => {
        expect(wrongSocketAnswer(ffi, functions, errno)).to.equal(undefined);
      });

      for (const name of names) {
        for (const result of [-1, 0]) {
          // Of these, the only result that they give is 0: what they did shows later.
          const succeeds = result === 0 && ['bind', 'listen', 'connect', 'setsockopt'].includes(name);
          it(`tell a ${name} that does nothing and returns ${result} from the real one`, () => {
            const wrong = wrongSocketAnswer(ffi, { ...functions, [name]: () => result }, errno);
            expect(succeeds ? wrong !== undefined : wrong === name).to.equal(true);
          });
        }
      }

      it('leave no descriptor open, whichever function fails', () => {
        const open = () => readdirSync('/proc/self/fd').sort();
        const before = open();
        for (const name of names) wrongSocketAnswer(ffi, { ...functions, [name]: () => -1 }, errno);
        expect(open()).to.deep.equal(before);
      });
    });
  }
});
