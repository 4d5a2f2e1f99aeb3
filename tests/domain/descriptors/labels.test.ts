import { expect } from 'chai';
import { LONGEST_LABEL, labelBelow } from '../../../domain/index.js';

describe('labels', () => {
  const cases: readonly (readonly [directory: string, path: string, label: string])[] = [
    ['/', 'a', '/a'],
    ['/dir', 'a/b', '/dir/a/b'],
    ['.', 'a', './a'],
    ['/dir', '.', '/dir'],
    ['/dir', './././a', '/dir/a'],
    ['/dir', './/a/./b//.', '/dir/a/b'],
    ['/dir', 'a/', '/dir/a'],
    ['/dir', 'a/../b', '/dir/a/../b'],
    ['/dir', '.a/..b/c.', '/dir/.a/..b/c.'],
  ];
  for (const [directory, path, label] of cases) {
    it(`${path} below ${directory} is ${label}`, () => {
      expect(labelBelow(directory, path)).to.equal(label);
    });
  }

  it('are cut if they are too long, once and not within a character', () => {
    const long = labelBelow('/', 'x'.repeat(5000));
    expect(long).to.have.length(LONGEST_LABEL);
    expect(long).to.match(/^\/x+\.\.\.$/);
    expect(labelBelow(long, 'more')).to.equal(long);
    const wide = labelBelow('/', '😀'.repeat(3000));
    expect(wide).to.match(/^\/(😀)+\.\.\.$/u);
  });

  it('may have the maximum length, and no more', () => {
    const longest = `/${'x'.repeat(LONGEST_LABEL - 1)}`;
    expect(labelBelow('/', longest.slice(1))).to.equal(longest);
    expect(labelBelow('/', `${longest.slice(1)}x`)).to.equal(`${longest.slice(0, -3)}...`);
    expect(labelBelow(longest, 'a')).to.equal(longest);
  });

  it('are not cut within the first or the last character that takes two units', () => {
    for (const character of ['\u{10000}', '\u{10ffff}']) {
      const before = 'x'.repeat(LONGEST_LABEL - 5);
      expect(labelBelow('/', `${before}${character}more`)).to.equal(`/${before}...`);
    }
  });

  it('of preopens are not cut', () => {
    const given = `/${'d'.repeat(5000)}`;
    expect(labelBelow(given, 'a')).to.equal(given);
  });
});
