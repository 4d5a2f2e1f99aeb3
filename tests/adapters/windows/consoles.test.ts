import { expect } from 'chai';
import { Readiness } from '../../../adapters/node/descriptor-calls.js';
import { ConsoleInput } from '../../../adapters/windows/calls/console-input.js';
import { ConsoleText } from '../../../adapters/windows/calls/console-text.js';
import {
  ENABLE_LINE_INPUT,
  END_OF_INPUT,
  FILE_PIPE_CLOSING_STATE,
  FILE_TYPE_CHAR,
  FILE_TYPE_PIPE,
  KEY_EVENT,
  MOST_HANDLES,
  PIPE_STATE,
  VK_MENU,
} from '../../../adapters/windows/calls/constants.js';
import { HandleWait } from '../../../adapters/windows/calls/handle-wait.js';
import type { KernelFunctions } from '../../../adapters/windows/calls/kernel-functions.js';
import { StreamCalls } from '../../../adapters/windows/calls/stream-calls.js';
import type { WindowsCalls } from '../../../adapters/windows/calls/windows-calls.js';
import { Errno, NOT_READY } from '../../../domain/index.js';
import { FakeMemory } from './fake-memory.js';

const HANDLE = 7;
const RECORD_SIZE = 20;
const MOUSE_EVENT = 2;
const [VK_SHIFT, VK_LEFT, VK_A] = [0x10, 0x25, 0x41];
/** Code units that a console takes at once. */
const MOST_UNITS = 8192;

/** A record of what has happened at a console. */
interface InputRecord {
  readonly event: number;
  readonly down: boolean;
  readonly repeated: number;
  readonly key: number;
  readonly unit: number;
}

const typed = (unit: number | string, rest: Partial<InputRecord> = {}): InputRecord => ({
  event: KEY_EVENT,
  down: true,
  repeated: 1,
  key: VK_A,
  unit: typeof unit === 'number' ? unit : unit.charCodeAt(0),
  ...rest,
});
const MOUSE = typed(0x61, { event: MOUSE_EVENT });
const END = typed(END_OF_INPUT);

/** A console, and the functions of Windows for it. */
class FakeConsole {
  readonly memory = new FakeMemory();
  lines = true;
  records: InputRecord[] = [];
  /** What each read gives. */
  reads: string[] = [];
  /** The number of units that were requested. */
  readonly asked: number[] = [];
  written = '';
  /** How many units are written of those that are given. */
  taken = (count: number): number => count;
  /** Functions that fail. */
  readonly failing = new Set<string>();
  readonly calls: WindowsCalls;

  constructor(kernel: Partial<KernelFunctions> = {}) {
    const own: Partial<KernelFunctions> = {
      GetConsoleMode: (_handle, at) => {
        this.memory.at(at).setUint32(0, this.lines ? ENABLE_LINE_INPUT : 0, true);
        return this.#done('GetConsoleMode');
      },
      PeekConsoleInputW: (_handle, at, most, number) => {
        const shown = this.records.slice(0, most);
        for (const [index, record] of shown.entries()) this.#put(at + index * RECORD_SIZE, record);
        this.memory.at(number).setUint32(0, shown.length, true);
        return this.#done('PeekConsoleInputW');
      },
      ReadConsoleInputW: (_handle, _at, count) => {
        this.records.splice(0, count);
        return this.#done('ReadConsoleInputW');
      },
      ReadConsoleW: (_handle, at, most, number) => {
        this.asked.push(most);
        const text = this.reads.shift() ?? '';
        for (let i = 0; i < text.length; i++) this.memory.at(at).setUint16(2 * i, text.charCodeAt(i), true);
        this.memory.at(number).setUint32(0, text.length, true);
        return this.#done('ReadConsoleW');
      },
      WriteConsoleW: (_handle, at, count, number) => {
        this.asked.push(count);
        const taken = this.taken(count);
        for (let i = 0; i < taken; i++) this.written += String.fromCharCode(this.memory.at(at).getUint16(2 * i, true));
        this.memory.at(number).setUint32(0, taken, true);
        return this.#done('WriteConsoleW');
      },
      ...kernel,
    };
    this.calls = { ffi: this.memory.ffi, kernel: own as KernelFunctions };
  }

  #done(name: string): number {
    return this.failing.has(name) ? 0 : 1;
  }

  #put(at: number, { event, down, repeated, key, unit }: InputRecord): void {
    const view = this.memory.at(at);
    view.setUint16(0, event, true);
    view.setInt32(4, down ? 1 : 0, true);
    view.setUint16(8, repeated, true);
    view.setUint16(10, key, true);
    view.setUint16(14, unit, true);
  }
}

describe('what is typed at a console of Windows', () => {
  let console: FakeConsole;
  let input: ConsoleInput;
  beforeEach(() => {
    console = new FakeConsole();
    input = new ConsoleInput(console.calls);
  });

  for (const [name, records, ofLines, ofKeys] of [
    ['nothing', [], NOT_READY, NOT_READY],
    ['a letter', [typed('a')], 1, 1],
    ['the last of ASCII', [typed(0x7f)], 1, 1],
    ['the first of two bytes', [typed(0x80)], 2, 2],
    ['the last of two bytes', [typed(0x7ff)], 2, 2],
    ['the first of three bytes', [typed(0x800)], 3, 3],
    ['the last before the halves', [typed(0xd7ff)], 3, 3],
    ['the first half', [typed(0xd800)], 2, 2],
    ['the last half', [typed(0xdfff)], 2, 2],
    ['the first behind the halves', [typed(0xe000)], 3, 3],
    ['the end of a line', [typed(0x0d)], 2, 1],
    ['a key that is held', [typed('ä', { repeated: 3 })], 6, 6],
    ['a key that was repeated not at all', [typed('a', { repeated: 0 })], 1, 1],
    ['several', [typed('a'), MOUSE, typed('€'), typed('a', { down: false })], 4, 4],
    ['a number behind Alt', [typed('a', { down: false, key: VK_MENU })], 1, 1],
    ['a key that edits the line', [typed(0, { key: VK_LEFT })], 1, NOT_READY],
    ['a key that does nothing alone', [typed(0, { key: VK_SHIFT })], NOT_READY, NOT_READY],
    ['a key that is released', [typed('a', { down: false })], NOT_READY, NOT_READY],
    ['one that edits and is released', [typed(0, { key: VK_LEFT, down: false })], NOT_READY, NOT_READY],
    ['a mouse', [MOUSE, typed(0, { event: MOUSE_EVENT, key: VK_LEFT })], NOT_READY, NOT_READY],
    ['more than is looked at', Array.from({ length: 70 }, () => MOUSE).concat(typed('a')), 1, 1],
  ] as const)
    it(`is counted in bytes, and what no read returns is taken out: ${name}`, () => {
      for (const [lines, expected] of [
        [true, ofLines],
        [false, ofKeys],
      ] as const) {
        console.lines = lines;
        console.records = [...records];
        expect(input.available(HANDLE)).to.equal(expected);
        expect(console.records.length === 0).to.equal(expected === NOT_READY);
      }
    });

  it('is what the console holds now, not what it held before', () => {
    console.records = [typed('a'), typed('b')];
    expect(input.available(HANDLE)).to.equal(2);
    console.records = [typed('a')];
    expect(input.available(HANDLE)).to.equal(1);
    console.records = [MOUSE, END];
    expect(input.takeEnd(HANDLE)).to.equal(true);
    console.records = [MOUSE];
    expect([input.takeEnd(HANDLE), console.records.length]).to.deep.equal([false, 1]);
  });

  it('counts as ready where it cannot be peeked at', () => {
    console.records = [MOUSE];
    console.failing.add('ReadConsoleInputW');
    expect(input.available(HANDLE)).to.equal(0);
    console.failing.add('PeekConsoleInputW');
    expect(input.available(HANDLE)).to.equal(0);
  });

  for (const [name, records, taken, left] of [
    ['nothing', [], false, 0],
    ['Ctrl-Z', [END], true, 0],
    ['Ctrl-Z, and more', [END, typed('a')], true, 1],
    ['Ctrl-Z behind what no read returns', [MOUSE, typed(0, { key: VK_SHIFT }), END, END], true, 1],
    ['Ctrl-Z behind a letter', [typed('a'), END], false, 2],
    ['what no read returns', [MOUSE], false, 1],
  ] as const)
    it(`ends with Ctrl-Z, and nothing else is consumed: ${name}`, () => {
      console.records = [...records];
      expect([input.takeEnd(HANDLE), console.records.length]).to.deep.equal([taken, left]);
    });

  it('has no end outside line mode, or where Ctrl-Z cannot be consumed', () => {
    for (const change of [
      () => {
        console.lines = false;
      },
      () => console.failing.add('PeekConsoleInputW'),
      () => console.failing.add('ReadConsoleInputW'),
      () => console.failing.add('GetConsoleMode'),
    ]) {
      console.records = [END];
      console.failing.clear();
      console.lines = true;
      change();
      expect(input.takeEnd(HANDLE)).to.equal(false);
    }
    expect([input.isConsole(HANDLE), input.givesLines(HANDLE)]).to.deep.equal([false, false]);
  });
});

describe('the text of a console of Windows', () => {
  let console: FakeConsole;
  let text: ConsoleText;
  beforeEach(() => {
    console = new FakeConsole();
    text = new ConsoleText(console.calls, new ConsoleInput(console.calls));
  });

  /** The text read into a buffer, or an errno. */
  function read(length: number): string | number {
    const array = new Uint8Array(length + 2);
    const got = text.read(HANDLE, array, 1, length);
    expect([array[0], array[length + 1]]).to.deep.equal([0, 0]);
    return got < 0 ? got : Buffer.from(array.subarray(1, 1 + got)).toString('latin1');
  }

  it('is read in UTF-8, in parts if there is little room', () => {
    console.reads = ['aä€', 'b'];
    const bytes = Buffer.from('aä€').toString('latin1');
    expect([read(2), text.left, read(2), text.left, read(20), text.left]).to.deep.equal([
      bytes.slice(0, 2),
      4,
      bytes.slice(2, 4),
      2,
      bytes.slice(4),
      0,
    ]);
    expect(read(20)).to.equal('b');
  });

  it('is read in requests that fit the buffer, and in one for a surrogate pair', () => {
    for (const [length, most] of [
      [1, 1],
      [5, 1],
      [6, 2],
      [1_000_000, MOST_UNITS],
    ] as const) {
      console.asked.length = 0;
      console.reads = ['x'];
      expect(read(length)).to.equal('x');
      expect(console.asked).to.deep.equal([most]);
    }
    for (const character of ['\u{10000}', '\u{1f600}', '\u{10ffff}']) {
      console.reads = [...character.split(''), 'later'];
      expect(read(4)).to.equal(Buffer.from(character).toString('latin1'));
    }
    // Neither half is one of two.
    for (const [given, expected] of [
      ['\ud7ff', '\ud7ff'],
      ['\udc00', '\ufffd'],
    ] as const) {
      console.reads = [given, 'later'];
      expect(read(3)).to.equal(Buffer.from(expected).toString('latin1'));
    }
    console.asked.length = 0;
    expect([read(0), console.asked]).to.deep.equal(['', []]);
  });

  it('ends with Ctrl-Z in line mode only', () => {
    console.reads = [`ab${String.fromCharCode(END_OF_INPUT)}`];
    expect(read(20)).to.equal('ab');
    console.records = [END];
    expect(read(20)).to.equal('');
    console.lines = false;
    console.reads = [String.fromCharCode(END_OF_INPUT)];
    expect(read(20)).to.equal(String.fromCharCode(END_OF_INPUT));
  });

  it('is an error where the read fails or is interrupted', () => {
    expect(read(20)).to.equal(-Errno.EINTR);
    console.failing.add('ReadConsoleW');
    console.reads = ['x'];
    expect(read(20)).to.equal(-Errno.EIO);
  });

  it('is written whole, however much a console takes at once', () => {
    const write = (words: string | Uint8Array) => {
      const bytes = Buffer.from(words);
      return text.write(HANDLE, new Uint8Array([0, ...bytes, 0]), 1, bytes.length);
    };
    const long = 'xä'.repeat(MOST_UNITS);
    console.taken = count => Math.min(count, 5000);
    expect(write(long)).to.equal(3 * MOST_UNITS);
    expect(console.written === long).to.equal(true);
    expect([Math.min(...console.asked) > 0, Math.max(...console.asked)]).to.deep.equal([true, MOST_UNITS]);
    console.written = '';
    console.taken = count => count;
    const [first = 0, second = 0] = Buffer.from('ä');
    expect([write(Uint8Array.of(first)), console.written]).to.deep.equal([1, '']);
    expect([write(Uint8Array.of(second)), console.written]).to.deep.equal([1, 'ä']);
    // One that says that it takes nothing does not hold the program up.
    console.taken = () => 0;
    expect(write('abc')).to.equal(3);
    console.failing.add('WriteConsoleW');
    expect(write('abc')).to.equal(-Errno.EIO);
  });
});

describe('pipes and consoles of Windows, by their handles', () => {
  /** A pipe: how many bytes are in it, and its state; undefined for what fails. */
  function streamsOn({ type = FILE_TYPE_PIPE, count, state }: { type?: number; count?: number; state?: number }) {
    const console: FakeConsole = new FakeConsole({
      uv_get_osfhandle: fd => fd + 100,
      GetFileType: () => type,
      PeekNamedPipe: (_handle, _at, _size, _read, available) => {
        if (count === undefined) return 0;
        console.memory.at(available).setUint32(0, count, true);
        return 1;
      },
      NtQueryInformationFile: (_handle, _status, at) => {
        if (state === undefined) return -1;
        console.memory.at(at).setUint32(PIPE_STATE, state, true);
        return 0;
      },
    });
    return { console, streams: new StreamCalls(console.calls) };
  }
  const OPEN = FILE_PIPE_CLOSING_STATE - 1;

  it('are distinguished from other handles', () => {
    expect(streamsOn({}).streams.handleOf(3)).to.equal(103);
    for (const handle of [-2, -1]) expect(streamsOn({ state: OPEN }).streams.kindOf(handle)).to.equal(undefined);
    for (const handle of [0, HANDLE]) expect(streamsOn({ state: OPEN }).streams.kindOf(handle)).to.equal('pipe');
    // A socket.
    expect(streamsOn({}).streams.kindOf(HANDLE)).to.equal(undefined);
    const { console, streams } = streamsOn({ type: FILE_TYPE_CHAR });
    expect(streams.kindOf(HANDLE)).to.equal('console');
    console.failing.add('GetConsoleMode');
    expect(streams.kindOf(HANDLE)).to.equal(undefined);
    expect(streamsOn({ type: 1, state: OPEN }).streams.kindOf(HANDLE)).to.equal(undefined);
  });

  for (const [name, pipe, expected] of [
    ['an empty one', { count: 0, state: OPEN }, [NOT_READY, false, Readiness.READY]],
    ['one with bytes', { count: 5, state: OPEN }, [5, false, Readiness.READY]],
    ['one that is closing, with bytes', { count: 5, state: FILE_PIPE_CLOSING_STATE }, [5, true, Readiness.HUNG_UP]],
    ['one that is closing', { count: 0, state: FILE_PIPE_CLOSING_STATE }, [0, true, Readiness.HUNG_UP]],
    ['one that is closed', {}, [0, true, Readiness.READY]],
  ] as const)
    it(`are ready as a pipe is: ${name}`, () => {
      const { streams } = streamsOn(pipe);
      expect([streams.available(HANDLE, 'pipe'), streams.hungUp, streams.writable(HANDLE, 'pipe')]).to.deep.equal(
        expected,
      );
    });

  it('are ready as a console is, with what was taken from it and not read', () => {
    const { console, streams } = streamsOn({ state: FILE_PIPE_CLOSING_STATE });
    const available = () => [streams.available(HANDLE, 'console'), streams.hungUp];
    expect(available()).to.deep.equal([NOT_READY, false]);
    console.records = [typed('a')];
    expect(available()).to.deep.equal([1, false]);
    console.reads = ['abc'];
    expect(streams.textOf(HANDLE).read(HANDLE, new Uint8Array(1), 0, 1)).to.equal(1);
    expect(available()).to.deep.equal([2, false]);
    expect(streams.textOf(HANDLE)).to.equal(streams.textOf(HANDLE));
    expect(streams.textOf(HANDLE)).to.not.equal(streams.textOf(HANDLE + 1));
    expect(streams.writable(HANDLE, 'console')).to.equal(Readiness.READY);
  });

  it('are waited for, as many as Windows takes, each once', () => {
    const waited: number[][] = [];
    let result = 0;
    const console: FakeConsole = new FakeConsole({
      WaitForMultipleObjects: (count, at, _all, milliseconds) => {
        const handles = Array.from({ length: count }, (_, index) =>
          Number(console.memory.at(at).getBigUint64(8 * index, true)),
        );
        waited.push([...handles, milliseconds]);
        return result;
      },
    });
    const wait = new HandleWait(console.calls);
    for (let handle = 1; handle <= MOST_HANDLES; handle++) expect(wait.add(handle)).to.equal(true);
    expect([wait.add(1), wait.add(MOST_HANDLES + 1), wait.count]).to.deep.equal([true, false, MOST_HANDLES]);
    expect(wait.wait(5)).to.equal(true);
    wait.clear();
    wait.add(9);
    result = -1;
    expect(wait.wait(6)).to.equal(false);
    expect(waited).to.deep.equal([
      [...Array.from({ length: MOST_HANDLES }, (_, index) => index + 1), 5],
      [9, 6],
    ]);
  });
});
