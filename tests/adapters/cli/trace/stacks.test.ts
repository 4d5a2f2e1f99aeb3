import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { StackFrame } from '../../../../domain/index.js';
import { checkNdjson } from '../../../application/formats/exporters/check-ndjson.js';
import { checkSpeedscope, timeByStack } from '../../../application/formats/exporters/check-speedscope.js';
import { checkTraceEvents } from '../../../application/formats/exporters/check-trace-events.js';
import { BUILD_TIMEOUT, buildC } from '../../../guests/build-c.js';
import { hostcall, Scratch } from '../command-line.js';
import { MOVING } from './moving.js';

describe('hostcall trace -k shows the guest’s stack', function () {
  this.timeout(BUILD_TIMEOUT);
  let scratch: Scratch;

  before(() => {
    scratch = new Scratch();
  });
  after(() => scratch.remove());

  /** Each call with the lines below it. */
  function traced(...words: string[]): { readonly call: string; readonly stack: readonly string[] }[] {
    const { stderr } = hostcall(['trace', '-k', '--dir', `${scratch.path}::/`, ...words], { input: 'me\n' });
    const calls: { call: string; stack: string[] }[] = [];
    for (const line of stderr.split('\n')) {
      if (line.startsWith(' > ')) calls.at(-1)?.stack.push(line);
      else calls.push({ call: line, stack: [] });
    }
    return calls;
  }

  it('with the names of functions', async () => {
    scratch.file('in.txt', 'text');
    const program = scratch.file('errand.wasm', await buildC('errand', ['-O0']));
    const calls = traced('-e', 'path_open', '--argv0', 'me', '--env', 'PLACE=x', program, 'Hello', '0');
    const [first] = calls;
    expect(first?.call).to.match(/^path_open\(3<\/>, .*"in\.txt"/);
    const names = first?.stack.map(line => /^ > errand\.wasm\((\w+)\+0x[0-9a-f]+\) \[0x[0-9a-f]+\]$/.exec(line)?.[1]);
    expect(names).to.include.members(['copy_in_capitals', 'main', '_start', 'fopen']);
    expect(names?.indexOf('fopen')).to.be.below(names?.indexOf('copy_in_capitals') ?? 0);
    expect(names?.at(-1)).to.equal('_start');
  });

  it('in every format with the same names and places as in text', async () => {
    const program = scratch.file('errand.wasm', await buildC('errand', ['-O0']));
    const stacks = traced('-e', 'args_get', program).find(({ call }) => call.startsWith('args_get'))?.stack ?? [];
    expect(stacks.length).to.be.greaterThan(1);
    const hex = (value: unknown) => `0x${(value as number).toString(16)}`;
    const asText = (frames: readonly (StackFrame & { readonly functionOffset?: number })[]) =>
      frames.map(each => ` > errand.wasm(${each.function}+${hex(each.functionOffset)}) [${hex(each.offset)}]`);
    const exported = (name: string) => {
      const file = join(scratch.path, name);
      hostcall(['trace', '-k', '-e', 'args_get', '-o', file, '--dir', `${scratch.path}::/`, program]);
      return readFileSync(file, 'utf8');
    };
    const [, inLines] = checkNdjson(exported('stack.ndjson'));
    const inEvents = checkTraceEvents(exported('stack.json')).traceEvents.find(({ name }) => name === 'args_get')?.args;
    for (const { stack, text } of [inLines, inEvents] as readonly { stack?: unknown; text?: unknown }[]) {
      expect(asText(stack as StackFrame[])).to.deep.equal(stacks);
      expect(String(text).split('\n').slice(1)).to.deep.equal(stacks);
    }
  });

  it('to other tools: as a flame graph, and with each call', async () => {
    const program = scratch.file('errand.wasm', await buildC('errand', ['-O0']));
    const exported = (name: string) => {
      const file = join(scratch.path, name);
      // It makes a directory, so each run needs a place of its own.
      const place = scratch.folder(`for-${name}`, { 'in.txt': 'text' });
      const world = ['--dir', `${place}::/`, '--argv0', 'me', '--env', 'PLACE=x'];
      hostcall(['trace', '-k', '-o', file, ...world, program, 'Hello', '0'], { input: 'me\n' });
      return readFileSync(file, 'utf8');
    };

    const profile = checkSpeedscope(exported('errand.speedscope.json'));
    const stacks = [...timeByStack(profile).keys()].map(stack => stack.split(';'));
    const opening = stacks.find(stack => stack.includes('path_open') && stack.at(-1) === '/in.txt') ?? [];
    expect(opening.slice(0, 2)).to.deep.equal(['errand.wasm', '_start']);
    const order = ['main', 'copy_in_capitals', 'fopen', 'path_open', '/in.txt'].map(name => opening.indexOf(name));
    expect(order).to.deep.equal([...order].sort((a, b) => a - b));
    expect(order).to.not.include(-1);
    // Between its calls the program's time is that of its functions.
    expect(stacks.some(stack => stack.at(-1) === 'copy_in_capitals')).to.equal(true);
    expect(profile.shared.frames.find(({ name }) => name === 'main')?.file).to.equal('errand.wasm');

    type Stacked = { readonly name: string; readonly stack: readonly StackFrame[] };
    const called = checkNdjson(exported('errand.ndjson')).slice(1, -1) as unknown as readonly Stacked[];
    expect(called.every(({ stack }) => stack.at(-1)?.function === '_start')).to.equal(true);
    const opened = called.find(({ name }) => name === 'path_open');
    expect(opened?.stack.map(frame => frame.function)).to.include.members(['fopen', 'copy_in_capitals', 'main']);
    expect(opened?.stack[0]).to.have.all.keys('function', 'index', 'offset', 'functionOffset');

    const { traceEvents } = checkTraceEvents(exported('errand.json'));
    const shown = traceEvents.find(({ name }) => name === 'path_open')?.args as Stacked | undefined;
    expect(shown?.stack).to.deep.equal(opened?.stack);
  });

  it('by number where functions have no name, and by their export names', async () => {
    scratch.file('in.txt', 'hello, world');
    const program = await scratch.module('moving.wasm', MOVING);
    const calls = traced(program);
    const stack = calls.find(({ call }) => call.startsWith('fd_read('))?.stack;
    expect(stack).to.have.length(2);
    expect(stack?.[0]).to.match(/^ > moving\.wasm\(wasm-function\[6\]\+0x[0-9a-f]+\) \[0x[0-9a-f]+\]$/);
    expect(stack?.[1]).to.match(/^ > moving\.wasm\(_start\+0x[0-9a-f]+\) \[0x[0-9a-f]+\]$/);
    // The offset is that of the call in the function, and both are counted from the same place.
    const [, within = '', at = ''] = /\+0x([0-9a-f]+)\) \[0x([0-9a-f]+)\]/.exec(stack?.[0] ?? '') ?? [];
    expect(Number.parseInt(at, 16)).to.be.above(Number.parseInt(within, 16));
  });

  it('below the dump, and deeper than engines show by default', async () => {
    const program = await scratch.module(
      'deep.wasm',
      `(module
        (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (func $down (param $left i32)
          (if (local.get $left)
            (then (call $down (i32.sub (local.get $left) (i32.const 1))))
            (else
              (i32.store8 (i32.const 64) (i32.const 65))
              (i32.store (i32.const 0) (i32.const 64))
              (i32.store (i32.const 4) (i32.const 1))
              (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))))
        (func (export "_start") (call $down (i32.const 40))))`,
    );
    const { stderr } = hostcall(['trace', '-k', '-e', 'write=1', program]);
    const lines = stderr.trimStart().split('\n');
    expect(lines[1]).to.equal(' * 1 bytes in buffer 0');
    expect(lines[2]).to.match(/^ \| 00000 {2}41 /);
    expect(lines.filter(line => line.startsWith(' > deep.wasm(wasm-function[1]+'))).to.have.length(41);
    expect(lines.filter(line => line.startsWith(' > deep.wasm(_start+'))).to.have.length(1);
  });
});
