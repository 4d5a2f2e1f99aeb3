import { expect } from 'chai';
import { requireStack } from '../../../application/hostcalls/require-stack.js';

/** The stack that is left where more is refused, and a whole one, both in frames of a function that does nothing else. */
function countFrames(): { readonly left: number; readonly all: number } {
  let frames = 0;
  const fill = () => {
    frames++;
    fill();
  };
  const filled = () => {
    frames = 0;
    expect(fill).to.throw(RangeError);
    return frames;
  };
  const all = filled();
  let left = -1;
  const descend = () => {
    try {
      requireStack();
    } catch {
      left = filled();
      return;
    }
    descend();
  };
  descend();
  return { left, all };
}

describe('requireStack', () => {
  it('refuses where less than 3 KiB of stack are left, before and after it is optimised', () => {
    for (const calls of [0, 1_000_000]) {
      for (let i = 0; i < calls; i++) requireStack();
      const { left, all } = countFrames();
      // V8 gives a stack 984 KiB.
      expect((left / all) * 984, `after ${calls} calls`).to.be.above(3);
    }
  });
});
