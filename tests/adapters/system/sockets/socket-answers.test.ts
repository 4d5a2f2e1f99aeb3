import { spawnSync } from 'node:child_process';
import { closeSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { SOCK_CLOEXEC } from '../../../../adapters/system/constants.js';
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
        expect(wrongSocketAnswer(ffi, functions, errno, closeSync)).to.equal(undefined);
      });

      for (const name of names) {
        for (const result of [-1, 0]) {
          // Of these, the only result that they give is 0: what they did shows later.
          const succeeds = result === 0 && ['bind', 'listen', 'connect', 'setsockopt'].includes(name);
          it(`tell a ${name} that does nothing and returns ${result} from the real one`, () => {
            const wrong = wrongSocketAnswer(ffi, { ...functions, [name]: () => result }, errno, closeSync);
            expect(succeeds ? wrong !== undefined : wrong === name).to.equal(true);
          });
        }
      }

      it('are tried on sockets that no other program inherits', () => {
        const types: number[] = [];
        const socket: typeof functions.socket = (family, type, protocol) => {
          types.push(type);
          return functions.socket(family, type, protocol);
        };
        expect(wrongSocketAnswer(ffi, { ...functions, socket }, errno, closeSync)).to.equal(undefined);
        expect(types.map(type => type & SOCK_CLOEXEC)).to.deep.equal([SOCK_CLOEXEC, SOCK_CLOEXEC]);
      });

      it('are not tried on standard streams that are sockets, and these stay open', () => {
        expect(wrongSocketAnswer(ffi, { ...functions, socket: () => 2 }, errno, () => {})).to.equal('socket');
        const { stdout } = spawnSync(
          process.execPath,
          ['--no-warnings', join(import.meta.dirname, 'standard-sockets-child.js'), ffiName],
          { encoding: 'utf8' },
        );
        expect(JSON.parse(stdout)).to.deep.equal(
          [0, 1, 2].map(() => ({ isSocket: true, wrong: 'socket', closed: [] })),
        );
      });

      it('leave no descriptor open, whichever function fails', () => {
        const open = () => readdirSync('/proc/self/fd').sort();
        const before = open();
        for (const name of names) wrongSocketAnswer(ffi, { ...functions, [name]: () => -1 }, errno, closeSync);
        expect(open()).to.deep.equal(before);
      });
    });
  }
});
