import { expect } from 'chai';
import fc from 'fast-check';
import { linePieces } from '../../../../adapters/inspector/list/line-pieces.js';

/** How much of a line is taken apart. */
const SHOWN = 600;

describe('The pieces of a line', () => {
  it('are told apart for colours', () => {
    const line =
      'path_open(3</a b>, SYMLINK_FOLLOW, "x\\"y", 0, 0x2a /* 24 rights */, {tag=DIR, timeout=5ns}, "cut"...)';
    const found = linePieces(line).filter(({ kind }) => kind !== 'plain');
    expect(found.map(({ kind, text }) => `${kind} ${text}`)).to.deep.equal([
      'name path_open',
      'number 3',
      'label </a b>',
      'constant SYMLINK_FOLLOW',
      'string "x\\"y"',
      'number 0',
      'number 0x2a',
      'comment /* 24 rights */',
      'field tag',
      'constant DIR',
      'field timeout',
      'number 5ns',
      'string "cut"...',
    ]);
  });

  it('are the line again, whatever it is', () => {
    const part = fc.constantFrom(
      '"',
      '\\',
      '<',
      '>',
      '/*',
      '*/',
      '0x',
      'fd_read(',
      'A_B',
      'x=',
      ' ',
      '\u0007',
      '<script>',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part, { maxLength: 60 }).map(parts => parts.join('')),
        ),
        line => {
          expect(
            linePieces(line)
              .map(({ text }) => text)
              .join(''),
          ).to.equal(line);
        },
      ),
    );
  });

  it('end where the visible part of a line ends', () => {
    const shown = linePieces(`fd_write(1, "${'a'.repeat(100_000)}")`)
      .map(({ text }) => text)
      .join('');
    expect(shown).to.have.length(SHOWN + 1);
    expect(shown.endsWith('…')).to.equal(true);
  });
});
