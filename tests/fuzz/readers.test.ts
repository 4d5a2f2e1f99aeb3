import { expect } from 'chai';
import fc from 'fast-check';
import { bytesLike, isRead, readable, readers } from './readers.js';

const RUNS_MS = Number(process.env.FUZZ_MS ?? 2000);

describe('Any bytes given to a reader are read or refused in a sentence, in time proportional to their number:', () => {
  let samples: ReadonlyMap<string, Uint8Array>;
  before(async () => {
    samples = await readable();
  });

  for (const [name, reader] of Object.entries(readers))
    it(name, async () => {
      const good = samples.get(name) as Uint8Array;
      expect(await isRead(reader, good)).to.equal(true);
      await fc.assert(
        fc.asyncProperty(bytesLike(good), async bytes => {
          await isRead(reader, bytes);
        }),
        { numRuns: 100_000, interruptAfterTimeLimit: RUNS_MS },
      );
    });
});
