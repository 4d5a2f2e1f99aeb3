import { expect } from 'chai';
import { withImport } from '../../../../adapters/cli/trace-node/node-options.js';

describe('NODE_OPTIONS with a module to be imported', () => {
  for (const [before, after] of [
    [undefined, '--import=file:///r.js'],
    ['', '--import=file:///r.js'],
    ['--no-warnings', '--no-warnings --import=file:///r.js'],
    ['--import=file:///r.js --no-warnings', '--import=file:///r.js --no-warnings'],
    ['--require "a b"', '--require "a b" --import=file:///r.js'],
  ] as const)
    it(`is ${after}`, () => {
      expect(withImport(before, 'file:///r.js')).to.equal(after);
    });
});
