import { expect } from 'chai';
import { textOfVariables, textOfWords, variablesOf, wordsOf } from '../../../adapters/site/run/world-fields.js';

describe('what a program of the site is given, as text', () => {
  it('is split into words as a shell does it', () => {
    expect(wordsOf('')).to.deep.equal([]);
    expect(wordsOf('  one two ')).to.deep.equal(['one', 'two']);
    expect(wordsOf(`"two words" 'and "so" on' a"b c"d ""`)).to.deep.equal(['two words', 'and "so" on', 'ab cd', '']);
    expect(wordsOf('--name="not closed')).to.deep.equal(['--name=not closed']);
  });

  it('is put together from words again', () => {
    for (const words of [['one', 'two'], ['two words', ''], ['say "hi"'], ["it's"]])
      expect(wordsOf(textOfWords(words)), textOfWords(words)).to.deep.equal(words);
  });

  it('has variables, one in a line', () => {
    expect(variablesOf('A=1\n\nB=x=y\nC=\n')).to.deep.equal({ A: '1', B: 'x=y', C: '' });
    expect(textOfVariables({ A: '1', B: 'x=y' })).to.equal('A=1\nB=x=y');
    expect(variablesOf('A=1\nnothing')).to.equal('nothing');
    expect(variablesOf('=x')).to.equal('=x');
  });
});
