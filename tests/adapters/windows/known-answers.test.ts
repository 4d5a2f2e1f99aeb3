import { expect } from 'chai';
import { type Ffi, ffiNames } from '../../../adapters/system/index.js';
import { bindTable } from '../../../adapters/windows/calls/function-table.js';
import type { KernelFunctionName, KernelFunctions } from '../../../adapters/windows/calls/kernel-functions.js';
import { wrongAnswer } from '../../../adapters/windows/calls/known-answers.js';
import { windowsCalls } from '../../../adapters/windows/index.js';
import { wrongWinsockAnswer } from '../../../adapters/windows/sockets/winsock-answers.js';
import { FIONREAD } from '../../../adapters/windows/sockets/winsock-constants.js';
import {
  WINSOCK_FUNCTIONS,
  type WinsockFunctionName,
  type WinsockFunctions,
} from '../../../adapters/windows/sockets/winsock-functions.js';
import { ffi, needing, WINDOWS } from '../../needs.js';
import { FakeMemory } from './fake-memory.js';
import { FakeKernel, FakeLoopback } from './fake-windows.js';

/** Those that only fail, or only succeed, while they are tried: what they did shows later, or not at all. */
const SILENT: readonly string[] = [
  'SetLastError',
  'GetConsoleMode',
  'PeekConsoleInputW',
  'ReadConsoleInputW',
  'ReadConsoleW',
  'WriteConsoleW',
  'WSAStartup',
  'getpeername',
  'ioctlsocket',
  'bind',
  'listen',
  'connect',
  'setsockopt',
  'WSAEventSelect',
  'closesocket',
];

/** Has each function tried in turn that does nothing in place of the real one. */
function describeAnswers(title: string, through: Ffi, kernel: KernelFunctions, winsock: WinsockFunctions): void {
  describe(title, () => {
    it('are given by every function', () => {
      expect(wrongAnswer(through, kernel)).to.equal(undefined);
      expect(wrongWinsockAnswer(through, winsock)).to.equal(undefined);
    });

    for (const each of Object.keys(kernel) as KernelFunctionName[]) {
      it(`tell a ${each} that does nothing from the real one`, () => {
        const wrong = [-1, 0].map(result => wrongAnswer(through, { ...kernel, [each]: () => result }));
        expect(wrong.filter(other => other !== undefined)).to.include(SILENT.includes(each) ? wrong[0] : each);
        expect(wrong.some(other => other !== undefined)).to.equal(true);
      });
    }

    for (const each of Object.keys(winsock) as WinsockFunctionName[]) {
      it(`tell a ${each} that does nothing from the real one`, () => {
        const wrong = [-1, 0].map(result => wrongWinsockAnswer(through, { ...winsock, [each]: () => result }));
        expect(wrong.some(other => other !== undefined)).to.equal(true);
        if (!SILENT.includes(each)) expect(wrong).to.deep.equal([each, each]);
      });
    }
  });
}

needing(WINDOWS, ffi()).describe('known answers of Windows', () => {
  for (const name of ffiNames) {
    const calls = windowsCalls(name);
    if (typeof calls === 'string') continue;
    const { ffi: through, kernel } = calls;
    describeAnswers(`through ${name}`, through, kernel, bindTable(through, WINSOCK_FUNCTIONS));
  }
});

describe('known answers of Windows, where functions are written for it', () => {
  const memory = new FakeMemory();
  const kernel = new FakeKernel(memory);
  const loopback = new FakeLoopback(memory);
  describeAnswers('in JavaScript', memory.ffi, kernel.functions, loopback.functions);

  it('leave nothing open, whichever function does nothing', () => {
    for (const result of [-1, 0]) {
      for (const name of Object.keys(kernel.functions) as KernelFunctionName[]) {
        if (name === 'CloseHandle') continue;
        wrongAnswer(memory.ffi, { ...kernel.functions, [name]: () => result });
        expect([kernel.open, kernel.strays], `${name}: ${result}`).to.deep.equal([0, []]);
      }
      for (const name of Object.keys(loopback.functions) as WinsockFunctionName[]) {
        if (name === 'closesocket') continue;
        wrongWinsockAnswer(memory.ffi, { ...loopback.functions, [name]: () => result });
        // A connection that was not accepted is closed with its listener.
        expect([loopback.open, loopback.strays], `${name}: ${result}`).to.deep.equal([0, []]);
      }
    }
  });

  it('distinguish two sockets from one given twice, and from a handle that is not one', () => {
    const real = loopback.functions.WSASocketW;
    for (const opened of [
      [() => 0, real],
      [real, () => 0],
      [real, () => loopback.latest],
    ] as const) {
      let times = 0;
      const WSASocketW: typeof real = (...args) => (opened[times++] ?? real)(...args);
      expect(wrongWinsockAnswer(memory.ffi, { ...loopback.functions, WSASocketW })).to.equal('WSASocketW');
    }
  });

  it('distinguish an invalid handle from a valid one', () => {
    for (const name of ['uv_get_osfhandle', 'CreateEventW'])
      for (const result of [-1, 0])
        expect(wrongAnswer(memory.ffi, { ...kernel.functions, [name]: () => result })).to.equal(name);
  });

  it('notice a byte count that is not reported', () => {
    const real = loopback.functions.ioctlsocket;
    const ioctlsocket: typeof real = (socket, request, at) => (request === FIONREAD ? 0 : real(socket, request, at));
    expect(wrongWinsockAnswer(memory.ffi, { ...loopback.functions, ioctlsocket })).to.equal('WSARecvFrom');
  });

  it('reveal a WSAPoll that does not report arrived data', () => {
    const real = loopback.functions.WSAPoll;
    // What was accepted was made last.
    const WSAPoll: typeof real = (at, ...rest) =>
      Number(memory.at(at).getBigUint64(0, true)) === loopback.latest ? 0 : real(at, ...rest);
    expect(wrongWinsockAnswer(memory.ffi, { ...loopback.functions, WSAPoll })).to.equal('WSARecvFrom');
  });

  it('are given where a connection takes a moment', () => {
    loopback.connectsAtOnce = false;
    expect(wrongWinsockAnswer(memory.ffi, loopback.functions)).to.equal(undefined);
    loopback.connectsAtOnce = true;
  });
});
