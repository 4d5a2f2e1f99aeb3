/** A process whose standard streams are sockets: it prints whether each is taken for one that the FFI in its arguments has opened. */
import { fstatSync } from 'node:fs';
import { bindFunctions } from '../../../../adapters/system/libc.js';
import { wrongSocketAnswer } from '../../../../adapters/system/sockets/socket-answers.js';
import { SOCKET_FUNCTIONS } from '../../../../adapters/system/sockets/socket-functions.js';
import { systemCalls } from '../../../../adapters/system/system-calls.js';

const calls = systemCalls(process.argv[2] as 'koffi');
if (typeof calls === 'string') throw new Error(calls);
const { ffi, libc, architecture } = calls;
const functions = bindFunctions(ffi, architecture, SOCKET_FUNCTIONS);
const errno = new Int32Array(ffi.memory(libc.__errno_location(), 4));
const found = [0, 1, 2].map(fd => {
  const closed: number[] = [];
  const wrong = wrongSocketAnswer(ffi, { ...functions, socket: () => fd }, errno, each => closed.push(each));
  return { isSocket: fstatSync(fd).isSocket(), wrong, closed };
});
console.log(JSON.stringify(found));
