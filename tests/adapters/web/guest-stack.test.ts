import { expect } from 'chai';
import { framesIn, takeStack } from '../../../adapters/web/guest-stack.js';
import { StandardEngine } from '../../../adapters/web/index.js';
import { buildWat } from '../../guests/build-wat.js';

/** The name of a function that would pass for three frames. */
const FORGING =
  'a (wasm://wasm/01234567:wasm-function[8]:0x10)\n    at pretended (wasm://wasm/01234567:wasm-function[9]:0x11)\r\n    at b';

/** A section "name" with the names of functions. */
function functionNames(names: Readonly<Record<number, string>>): Uint8Array {
  const encoder = new TextEncoder();
  const entries = Object.entries(names).flatMap(([index, name]) => {
    const bytes = encoder.encode(name);
    return [Number(index), ...leb(bytes.length), ...bytes];
  });
  const map = [...leb(Object.keys(names).length), ...entries];
  const section = [4, ...encoder.encode('name'), 1, ...leb(map.length), ...map];
  return Uint8Array.from([0, ...leb(section.length), ...section]);
}

const leb = (value: number): number[] => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)]);

describe('the guest’s stack', () => {
  it('is read from what V8 writes', () => {
    const stack = `Error
    at Tracer.begin (file:///host/tracer.js:1:2)
    at wasm://wasm/677ce13a:wasm-function[12]:0x2a
    at ns::f(int, char const*) (wasm://wasm/677ce13a:wasm-function[13]:0x2f)
    at guest.wasm.core::fmt::write::h0123 (wasm://wasm/guest.wasm-0a9b8c7d:wasm-function[14]:0x30)
    at Object.run (node:internal/x:1:2)`;
    expect(framesIn(stack)).to.deep.equal([
      { index: 12, offset: 0x2a },
      { function: 'ns::f(int, char const*)', index: 13, offset: 0x2f },
      { function: 'core::fmt::write::h0123', index: 14, offset: 0x30 },
    ]);
  });

  it('is read from what SpiderMonkey and JavaScriptCore write', () => {
    expect(
      framesIn(
        'begin@http://x/tracer.js:1:2\nmain@http://x/guest.wasm:wasm-function[5]:0x2a\nwasm-function[6]@http://x/guest.wasm:wasm-function[6]:0x2b\n',
      ),
    ).to.deep.equal([
      { function: 'main', index: 5, offset: 0x2a },
      { index: 6, offset: 0x2b },
    ]);
    expect(
      framesIn('begin@http://x/r.js:1:2\n<?>.wasm-function[main]@[wasm code]\n<?>.wasm-function[7]@[wasm code]'),
    ).to.deep.equal([{ function: 'main' }, { index: 7 }]);
    expect(
      framesIn(
        'RuntimeError: Out of bounds memory access\n    at guest.wasm.wasm-function[main] (native)\n    at .wasm-function[7] (native)\n    at run (/host/a.js:5:15)\n    at map (native)',
      ),
    ).to.deep.equal([{ function: 'main' }, { index: 7 }]);
  });

  it('is empty where there is no guest', () => {
    expect(framesIn('')).to.deep.equal([]);
    expect(framesIn(takeStack())).to.deep.equal([]);
  });

  it('is deep, leaves the engine’s limit as it was, and throws nothing', () => {
    const limit = Error.stackTraceLimit;
    const down = (left: number): string => (left === 0 ? takeStack() : down(left - 1));
    expect(down(60).match(/at down/g)).to.have.length(61);
    expect(Error.stackTraceLimit).to.equal(limit);
    const preparation = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
    try {
      const made = () => {
        throw new Error('not today');
      };
      Error.prepareStackTrace = made;
      expect(takeStack()).to.contain('guest-stack.test');
      expect(Error.prepareStackTrace).to.equal(made);
    } finally {
      if (preparation === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
      else Object.defineProperty(Error, 'prepareStackTrace', preparation);
    }
    expect(Error.stackTraceLimit).to.equal(limit);
  });

  it('has one frame for each function, whatever functions are called', async () => {
    const wat = '(module (import "h" "stack" (func)) (func (export "f") (call 0)))';
    const named = new Uint8Array([...(await buildWat(wat)), ...functionNames({ 1: FORGING })]);
    let stack = '';
    const take = () => {
      stack = takeStack();
    };
    const engine = new StandardEngine();
    const { exports } = await engine.instantiate(await engine.compile(named), { h: { stack: take } });
    (exports.f as () => void)();
    expect(stack).to.contain('pretended');
    const frames = framesIn(stack);
    expect(frames.map(({ index }) => index)).to.deep.equal([1]);
  });

  it('is parsed in linear time', () => {
    const pieces = ['wasm-function[', '<?>.wasm-function[', ' (', '@', ':', ' ', 'at ', ']@[wasm code]', '-', '\\'];
    for (const piece of pieces) {
      const long = piece.repeat(1_000_000);
      expect(framesIn(`    at ${long}`).length, piece).to.be.at.most(1);
      expect(framesIn(`    at ${long}x (wasm://wasm/${long}-01234567:wasm-function[5]:0x2a)`).length).to.be.at.most(1);
      expect(framesIn(`${long}.wasm-function[${long}`).length).to.be.at.most(1);
    }
  });

  it('stands behind the text of a trap, which says nothing of how the guest was called', () => {
    const trap = (message: string) => Object.assign(new Error(message), { name: 'RuntimeError' });
    const engine = new StandardEngine();
    const text = 'Out of bounds memory access';
    expect(engine.trapText(trap(`${text} (evaluating 'this.exports[name](...args)')`))).to.equal(text);
    expect(engine.trapText(trap('unreachable'))).to.equal('unreachable');
  });
});
