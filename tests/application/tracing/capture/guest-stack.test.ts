import { expect } from 'chai';
import { guestFrames, takeStack } from '../../../../application/tracing/capture/guest-stack.js';

describe('the guest’s stack', () => {
  it('is read from what V8 writes', () => {
    const stack = `Error
    at Recorder.begin (file:///host/recorder.js:1:2)
    at wasm://wasm/677ce13a:wasm-function[12]:0x2a
    at ns::f(int, char const*) (wasm://wasm/677ce13a:wasm-function[13]:0x2f)
    at guest.wasm.core::fmt::write::h0123 (wasm://wasm/guest.wasm-0a9b8c7d:wasm-function[14]:0x30)
    at Object.run (node:internal/x:1:2)`;
    expect(guestFrames(stack)).to.deep.equal([
      { index: 12, offset: 0x2a },
      { function: 'ns::f(int, char const*)', index: 13, offset: 0x2f },
      { function: 'core::fmt::write::h0123', index: 14, offset: 0x30 },
    ]);
  });

  it('is read from what SpiderMonkey and JavaScriptCore write', () => {
    expect(
      guestFrames(
        'begin@http://x/recorder.js:1:2\nmain@http://x/guest.wasm:wasm-function[5]:0x2a\nwasm-function[6]@http://x/guest.wasm:wasm-function[6]:0x2b\n',
      ),
    ).to.deep.equal([
      { function: 'main', index: 5, offset: 0x2a },
      { index: 6, offset: 0x2b },
    ]);
    expect(
      guestFrames('begin@http://x/r.js:1:2\n<?>.wasm-function[main]@[wasm code]\n<?>.wasm-function[7]@[wasm code]'),
    ).to.deep.equal([{ function: 'main' }, { index: 7 }]);
  });

  it('is nothing where there is no guest', () => {
    expect(guestFrames('')).to.deep.equal([]);
    expect(guestFrames(takeStack())).to.deep.equal([]);
  });

  it('is deep, leaves the engine’s limit as it was, and throws nothing', () => {
    const limit = Error.stackTraceLimit;
    const down = (left: number): string => (left === 0 ? takeStack() : down(left - 1));
    expect(down(60).match(/at down/g)).to.have.length(61);
    expect(Error.stackTraceLimit).to.equal(limit);
    const { prepareStackTrace } = Error;
    try {
      Error.prepareStackTrace = () => {
        throw new Error('not today');
      };
      expect(takeStack()).to.equal('');
      Error.prepareStackTrace = () => ({ odd: true });
      expect(takeStack()).to.equal('');
    } finally {
      Error.prepareStackTrace = prepareStackTrace;
    }
    expect(Error.stackTraceLimit).to.equal(limit);
  });
});
