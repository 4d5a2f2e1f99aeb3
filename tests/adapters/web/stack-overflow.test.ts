import { expect } from 'chai';
import { isStackOverflow, StandardEngine } from '../../../adapters/web/index.js';
import { strangeErrors, strangeValues } from '../../../application/contract/index.js';

describe('web: a used-up stack', () => {
  it('is recognised by what this engine throws', () => {
    const endless = (): number => endless() + 1;
    let thrown: unknown;
    try {
      endless();
    } catch (error) {
      thrown = error;
    }
    expect(isStackOverflow(thrown)).to.equal(true);
  });

  it('is recognised by what SpiderMonkey throws, whose error is a class of its own', () => {
    class InternalError extends Error {
      override readonly name = 'InternalError';
    }
    for (const [error, expected] of [
      [new InternalError('too much recursion'), true],
      [new InternalError('allocation size overflow'), false],
      [new RangeError('Maximum call stack size exceeded.'), true],
      [new RangeError('Invalid array length'), false],
      [new Error('too much recursion'), false],
    ] as const) {
      expect(isStackOverflow(error), `${error}`).to.equal(expected);
      expect(new StandardEngine().trapText(error), `${error}`).to.equal(expected ? 'call stack exhausted' : undefined);
    }
  });

  it('is nothing else, however the thrown value behaves', () => {
    for (const thrown of [...strangeValues, ...strangeErrors]) expect(isStackOverflow(thrown)).to.equal(false);
  });
});
