import { comparable } from '../../../application/comparison/comparable.js';
import { parseStrace } from '../../../application/comparison/parse-strace.js';
import { plainForm } from '../../../application/comparison/plain-form.js';

/** So often that what takes the square of it takes hours, and what does not a moment. */
const OFTEN = 500_000;

/** What lines of traces are made of, and what makes expressions go back. */
const PIECES = [
  ' ',
  '\t',
  '1',
  '1 ',
  '1 1.5',
  '(+ ',
  '(+1.5) ',
  '[',
  '[1] ',
  '+++ ',
  ' +++',
  ' +++ a +++',
  '(INJECTED) ',
  ' (INJECTED)x',
  '"',
  '\\"',
  '\\x41',
  '"\\x',
  '1<',
  '1<a<',
  '1<a<"',
  '1<a<"\\x41" ',
  '1<a<b>>',
  '1<\\x',
  '{',
  '(',
  ', ',
  '/*',
  '/* */',
  'timeout=1',
  'fd=1',
  'dev=1, ',
  'userdata=0x1',
  ' <',
  ' <1.5>',
  '12:00:00 ',
  'E',
  '-1 ',
];

function read(line: string): void {
  const item = parseStrace(line, 0);
  if (typeof item === 'object' && 'args' in item) comparable(item, false);
  plainForm(line);
}

describe('A line of a trace that has no end', () => {
  for (const piece of PIECES)
    it(`is read in one go: ${JSON.stringify(piece)}`, () => {
      const long = piece.repeat(OFTEN / piece.length);
      // Text that requires another form, so it is not skipped.
      const forms = [
        long,
        `\\x>>${long}`,
        `${long}x`,
        `fd_read(${long}) = ${long}`,
        `fd_read(4<${long}`,
        `poll_oneoff(${long}x`,
      ];
      for (const form of forms) read(form);
      for (const end of ['<unfinished ...>', ' +++', ' (DELAYED)', '>']) read(`fd_close(4) = 0${long}${end}`);
      read(`+++ ${long}x`);
    });
});
