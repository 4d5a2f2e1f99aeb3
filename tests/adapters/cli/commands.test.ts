import { expect } from 'chai';
import { helpText, spellings } from '../../../adapters/cli/command-description.js';
import { commands } from '../../../adapters/cli/commands.js';

describe('the descriptions of the commands', () => {
  it('name each option once in a command', () => {
    for (const { name, groups } of commands) {
      const all = groups.flatMap(({ options }) => options.flatMap(spellings)).map(spelling => spelling.split(' ')[0]);
      expect(new Set(all).size, name).to.equal(all.length);
    }
  });

  it('can all be completed and listed: each has a name and a text without a full stop at its end', () => {
    for (const { name, groups } of commands)
      for (const option of groups.flatMap(({ options }) => options)) {
        const at = `${name} ${spellings(option)[0]}`;
        expect(option.short ?? option.long, at).to.be.a('string');
        expect(option.text, at).to.match(/[^.]$/);
        if (option.values !== undefined || option.completes !== undefined)
          expect(option.argument, at).to.be.a('string');
        if (option.values !== undefined && option.default !== undefined && !option.default.includes(' '))
          expect(option.values, at).to.include(option.default);
      }
  });

  it('refer to notes below only where there are some', () => {
    for (const { name, groups, notes } of commands) {
      const pointing = groups.flatMap(({ options }) => options).filter(({ text }) => text.includes('see below'));
      for (const { text } of pointing) {
        expect(text, name).to.contain('inject=');
        expect(notes, name).to.contain('inject=');
      }
    }
  });

  it('offer for recordings only options that apply to recordings', () => {
    const { groups = [] } = commands.find(({ name }) => name === 'replay') ?? {};
    const offered = groups.flatMap(({ options }) => options).filter(({ hidden }) => !hidden);
    expect(offered.map(({ short }) => short))
      .to.include('e')
      .and.not.include('k');
    for (const option of offered) expect(helpText(option)).to.not.match(/inject=|fault=|-yy|on the host/);
  });

  it('show an option as it is typed', () => {
    expect(spellings({ short: 'o', long: 'output', argument: 'FILE', text: '' })).to.deep.equal([
      '-o FILE',
      '--output FILE',
    ]);
    expect(spellings({ short: 't', counted: 3, text: '' })).to.deep.equal(['-t', '-tt', '-ttt']);
  });

  it('name values and defaults that the text leaves out', () => {
    expect(helpText({ long: 'x', text: 'one or two', values: ['one', 'two'], default: 'one' })).to.equal(
      'one or two (default: one)',
    );
    expect(helpText({ long: 'x', text: 'how', values: ['one', 'two'], repeatable: 'list' })).to.equal(
      'how (one, two; repeatable)',
    );
  });
});
