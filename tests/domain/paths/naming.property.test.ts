import { expect } from 'chai';
import fc from 'fast-check';
import { windowsNaming } from '../../../domain/index.js';
import { anyName } from './any-name.js';
import { meaningOf, shortNameOf } from './windows-names.js';

describe('windowsNaming, for any name', () => {
  it('accepts a name only if Windows takes it literally, and refuses none without a reason', () => {
    let passed = 0;
    fc.assert(
      fc.property(anyName, name => {
        const itself = { kind: 'file', directory: [], name, stream: '' };
        const meanings = [meaningOf(name, 10), meaningOf(name, 11)];
        if (windowsNaming.violation(name) === undefined) {
          passed++;
          for (const meaning of meanings) expect(meaning).deep.equal(itself);
        } else if (!/^(?:com|lpt)0|^clock\$|~\d|\u{10000}|\u{10ffff}/iu.test(name)) {
          expect(meanings).not.deep.equal([itself, itself]);
        }
      }),
      { numRuns: 20000 },
    );
    expect(passed).within(2000, 18000);
  });

  it('refuses the short name of every file', () => {
    const options = { maxLength: 20, minLength: 1, unit: 'grapheme' } as const;
    fc.assert(
      fc.property(fc.string(options), fc.nat(1_000_000), fc.nat(0xffff), (name, count, hash) => {
        expect(windowsNaming.violation(shortNameOf(name, count, hash))).not.equal(undefined);
      }),
      { numRuns: 5000 },
    );
  });

  it('treats names alike that differ only in case, and has one key for them', () => {
    fc.assert(
      fc.property(anyName, name => {
        const key = windowsNaming.key(name);
        expect(key.length).equal(name.length);
        expect(windowsNaming.key(key)).equal(key);
        expect(windowsNaming.violation(key)).equal(windowsNaming.violation(name));
        for (const other of [name.toLowerCase(), name.toUpperCase()]) {
          // Where a letter has no partner of one code unit, it is another name.
          if (other.length !== name.length) continue;
          const ascii = name.replace(/[^\0-\x7f]/g, '') === name && other.replace(/[^\0-\x7f]/g, '') === other;
          if (ascii) expect(windowsNaming.key(other)).equal(key);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
