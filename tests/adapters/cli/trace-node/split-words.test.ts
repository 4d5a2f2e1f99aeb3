import { expect } from 'chai';
import { CommandLineError } from '../../../../adapters/cli/command-line-error.js';
import { splitWords } from '../../../../adapters/cli/trace-node/split-words.js';

describe('splitting options into words', () => {
  for (const [text, words] of [
    ['', []],
    ['  -c\t-o  calls.txt ', ['-c', '-o', 'calls.txt']],
    [`-e 'trace=!a b' "c d"'e'f`, ['-e', 'trace=!a b', 'c def']],
    [String.raw`a\ b "c\"d" 'e\f' \\`, ['a b', 'c"d', 'e\\f', '\\']],
    [`'' ""`, ['', '']],
  ] as const)
    it(`takes ${JSON.stringify(text)} as a shell does`, () => {
      expect(splitWords(text)).to.deep.equal(words);
    });

  for (const text of [`-o 'a`, `"`, `'a"`]) {
    it(`refuses ${text}`, () => {
      expect(() => splitWords(text)).to.throw(CommandLineError, 'a quote is not closed');
    });
  }
});
