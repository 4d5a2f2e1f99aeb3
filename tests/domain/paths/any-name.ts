import fc from 'fast-check';

/** Pieces of dangerous names, and some harmless ones. */
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('con', 'NUL', 'aux', 'Prn', 'com', 'LPT', 'conin$', 'CONOUT$') },
  { weight: 4, arbitrary: fc.constantFrom('1', '9', '¹', '²', '³', '⁴', '٣') },
  { weight: 4, arbitrary: fc.constantFrom('.', ' ', '..', '. ', '.txt', ' .x') },
  { weight: 2, arbitrary: fc.constantFrom('\\', ':', '?', '*', '|', '<', '"', '\n', '~1', '~', '::$DATA', '/') },
  { weight: 3, arbitrary: fc.constantFrom('a', 'B', 'é', 'ı', '日', '😀', 'xyz') },
);
/** Any name but `.` and `..`, and often one that Windows takes for another. */
export const anyName = fc
  .oneof(
    fc.array(piece, { minLength: 1, maxLength: 4 }).map(pieces => pieces.join('')),
    fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
    fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }),
  )
  .filter(name => name !== '.' && name !== '..');
