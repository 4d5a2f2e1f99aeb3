import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkNdjson } from '../../../application/formats/exporters/check-ndjson.js';
import { checkTraceEvents } from '../../../application/formats/exporters/check-trace-events.js';
import { BUILD_TIMEOUT, buildC } from '../../../guests/build-c.js';
import { hostcall, Scratch, trapLines } from '../command-line.js';

/** Traps in a function that an imported function of the host has called: the host's own functions stand between. */
const DEEP = `(module
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (memory (export "memory") 1)
  (func (export "down") (param $left i32)
    (if (local.get $left) (then (call 1 (i32.sub (local.get $left) (i32.const 1)))) (else unreachable)))
  (func (export "_start") (drop (call $yield)) (call 1 (i32.const 30))))`;

describe('a trap on the command line says where it was', function () {
  this.timeout(BUILD_TIMEOUT);
  let scratch: Scratch;
  let errand: string;
  const said = 'the guest trapped: unreachable; `hostcall trace` shows what it did before';
  const inErrand = (name: string) => new RegExp(`^ > errand\\.wasm\\(${name}\\+0x[0-9a-f]+\\) \\[0x[0-9a-f]+\\]$`);

  before(async () => {
    scratch = new Scratch();
    errand = scratch.file('errand.wasm', await buildC('errand', ['-O0']));
    await scratch.module('deep.wasm', DEEP);
  });
  after(() => scratch.remove());

  const file = (name: string) => join(scratch.path, name);

  function expectStack(stack: readonly string[]): void {
    expect(stack).to.have.length(3);
    for (const [index, name] of ['main', '__main_void', '_start'].entries())
      expect(stack[index]).to.match(inErrand(name));
  }

  it('with the names and places of functions, without the host’s between them', () => {
    const ended = hostcall(['run', errand, 'trap', 'now']);
    expect(ended.status).to.equal(134);
    const { line, stack } = trapLines(ended);
    expect(line).to.equal(said);
    expectStack(stack);
  });

  it('in a recording and in its replay', () => {
    const recorded = hostcall(['record', '-o', file('run.hcr'), errand, 'trap', 'now']);
    const replayed = hostcall(['replay', file('run.hcr')]);
    for (const ended of [recorded, replayed]) {
      expect(ended.status).to.equal(134);
      expectStack(trapLines(ended).stack);
    }
    expect(replayed.stderr).to.equal(recorded.stderr);
  });

  it('in a trace: with -k below its line, and below the message where the trace is a file', () => {
    const plain = hostcall(['trace', '-e', 'none', errand, 'trap', 'now']);
    expect(plain.stderr).to.equal('+++ trapped: unreachable +++\n');
    const [first, ...stack] = hostcall(['trace', '-k', '-e', 'none', errand, 'trap', 'now'])
      .stderr.trimEnd()
      .split('\n');
    expect(first).to.equal('+++ trapped: unreachable +++');
    expectStack(stack);
    const apart = hostcall(['trace', '-o', file('trace.txt'), errand, 'trap', 'now']);
    expect(trapLines(apart)).to.deep.equal({ line: said, stack });
    expect(readFileSync(file('trace.txt'), 'utf8')).to.match(/\n\+\+\+ trapped: unreachable \+\+\+\n$/);
  });

  it('to other tools, with -k', () => {
    type Ended = { readonly trap: string; readonly stack?: readonly { readonly function: string }[] };
    const ends = ['trace.ndjson', 'trace.json'].flatMap(name =>
      [[], ['-k']].map(option => {
        hostcall(['trace', ...option, '-o', file(name), errand, 'trap', 'now']);
        const text = readFileSync(file(name), 'utf8');
        if (name === 'trace.ndjson') return checkNdjson(text).at(-1) as unknown as Ended;
        checkTraceEvents(text);
        return JSON.parse(text).otherData as Ended;
      }),
    );
    for (const [index, { trap, stack }] of ends.entries()) {
      expect(trap).to.equal('unreachable');
      expect(stack?.at(-1)?.function).to.equal(index % 2 === 0 ? undefined : '_start');
    }
  });

  it('with the innermost functions of a deep stack, and the number of the others', () => {
    const { stack } = trapLines(hostcall(['run', file('deep.wasm')]));
    expect(stack).to.have.length(21);
    for (const line of stack.slice(0, 20))
      expect(line).to.match(/^ > deep\.wasm\(down\+0x[0-9a-f]+\) \[0x[0-9a-f]+\]$/);
    expect(stack[20]).to.equal(' > … 12 more');
    const whole = hostcall(['trace', '-k', '-e', 'none', file('deep.wasm')])
      .stderr.trimEnd()
      .split('\n');
    expect(whole).to.have.length(1 + 32);
    expect(whole.at(-1)).to.match(/^ > deep\.wasm\(_start\+/);
  });

  it('of a function that is called', () => {
    const { stack } = trapLines(hostcall(['run', '--invoke', 'down', file('deep.wasm'), '0']));
    expect(stack).to.have.length(1);
  });
});
