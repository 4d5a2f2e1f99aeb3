import { expect } from 'chai';
import { NodeRandom } from '../../adapters/node/random.js';
import { StandardRandom } from '../../adapters/web/index.js';

/** The memory behind what a source of random bytes is filled from: its views are made while the source is. */
describe('Random bytes that were given out', () => {
  for (const [name, make] of [
    ['Node', () => new NodeRandom()],
    ['Web Crypto', () => new StandardRandom()],
  ] as const) {
    it(`are not kept in the pool of ${name}`, () => {
      const pools: Uint8Array[] = [];
      const original = globalThis.Uint8Array;
      // The pool is an array of the source's own, made when it is first asked.
      globalThis.Uint8Array = new Proxy(original, {
        construct(target, args) {
          const made = Reflect.construct(target, args) as Uint8Array;
          if (args[0] >= 1024) pools.push(made);
          return made;
        },
      });
      const source = make();
      const into = new original(8192);
      try {
        for (const length of [1, 8, 16, 63, 64, 65, 100, 500, 4096]) {
          expect(source.fill(into, 0, length)).to.equal(0);
          const given = Buffer.from(into.subarray(0, length));
          expect(pools, 'the pool was found').to.have.length(1);
          const pool = Buffer.from((pools[0] as Uint8Array).buffer);
          if (length >= 8) expect(pool.includes(given), `${length} bytes are still there`).to.equal(false);
          if (length >= 8) expect(pool.includes(given.subarray(0, 8)), `the first of ${length}`).to.equal(false);
          if (length >= 8) expect(pool.includes(given.subarray(-8)), `the last of ${length}`).to.equal(false);
        }
      } finally {
        globalThis.Uint8Array = original;
      }
    });
  }
});
