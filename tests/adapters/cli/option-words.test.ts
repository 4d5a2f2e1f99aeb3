import { expect } from 'chai';
import type { OptionGroup } from '../../../adapters/cli/command-description.js';
import { optionWords } from '../../../adapters/cli/option-words.js';

const groups: readonly OptionGroup[] = [
  {
    title: 'Some',
    options: [
      { short: 't', long: 'times', aliases: ['syscall-times'], counted: 3, optionalArgument: 'PRECISION', text: '' },
      { short: 'v', text: '' },
      { short: 'o', long: 'output', argument: 'FILE', text: '' },
      { short: 'e', argument: 'EXPRESSION', forms: [{ argument: 'trace=SET', text: '' }], text: '' },
    ],
  },
];

describe('The words of options', () => {
  for (const [given, read] of [
    ['--times prog', '--times prog'],
    ['--times=ns prog', '--times-value=ns prog'],
    ['--syscall-times=ns prog', '--times-value=ns prog'],
    ['--times= prog', '--times-value= prog'],
    ['-ttt=ns prog', '-ttt --times-value=ns prog'],
    ['-vt=ns prog', '-vt --times-value=ns prog'],
    ['-v=ns prog', '-v=ns prog'],
    ['-o --times=ns -t prog', '-o --times=ns -t prog'],
    ['-vo --times=ns -t=s prog', '-vo --times=ns -t --times-value=s prog'],
    ['-ot=ns prog', '-ot=ns prog'],
    ['--output --times=ns prog', '--output --times=ns prog'],
    ['--output=x --times=ns prog', '--output=x --times-value=ns prog'],
    ['-e --times=ns --trace --times=s prog', '-e --times=ns --trace --times=s prog'],
    ['--unknown --times=ns prog', '--unknown --times-value=ns prog'],
    ['-u=x -t=ns prog', '-u=x -t --times-value=ns prog'],
    ['-o', '-o'],
  ] as const)
    it(given, () => {
      expect(optionWords(given.split(' '), groups, true).join(' ')).to.equal(read);
    });

  it('end where those of the program begin, and at --', () => {
    for (const words of [
      ['prog', '--times=ns'],
      ['--', '--times=ns'],
      ['-', '-t=ns'],
    ])
      expect(optionWords(words, groups, true)).to.deep.equal(words);
    expect(optionWords(['file', '--times=ns', '--', '-t=s'], groups, false)).to.deep.equal([
      'file',
      '--times-value=ns',
      '--',
      '-t=s',
    ]);
  });
});
