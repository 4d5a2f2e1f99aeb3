import { expect } from 'chai';
import type { Process } from '../../domain/index.js';

/** `Process`. */
export function describeProcess(name: string, make: () => Process): void {
  describe(`${name}: process`, () => {
    it('yields and comes back', () => {
      const process = make();
      const begin = performance.now();
      for (let i = 0; i < 1000; i++) process.yield();
      expect(performance.now() - begin).to.be.below(20_000);
    });
  });
}
