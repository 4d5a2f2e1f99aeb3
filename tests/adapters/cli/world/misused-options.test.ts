import { expect } from 'chai';
import { errorLine } from '../command-line.js';
import { Chores } from './chores.js';

describe('options of worlds', () => {
  let chores: Chores;
  before(async function () {
    chores = await Chores.build(this);
  });
  after(() => chores.remove());

  it('that are misused are reported in one line, with a remedy', () => {
    const misuses: readonly (readonly [readonly string[], RegExp])[] = [
      [['--apply'], /^--apply needs an overlay; add --overlay/],
      [['--seed', '1x'], /^invalid --seed '1x'; write a whole number, such as --seed 42$/],
      [['--clock', 'x'], /^invalid --clock 'x'; write a date/],
      [['--host', 'moon'], /^invalid --host 'moon'; write one of node, memory, deterministic$/],
      [
        ['--rules', 'windows'],
        /^--rules applies to directories in memory, and there are none; add --host memory or --mem/,
      ],
      [['--mem', ''], /^--mem '' lacks a path; write --mem GUEST/],
      [
        ['--host', 'memory', '--overlay', '.'],
        /^--overlay needs the files of the host, which --host memory does not use; use --dir/,
      ],
      [['--overlay', 'no/such'], /^cannot open the directory "no\/such": it does not exist; create it/],
      [['--max-inodes', '9'], /^--max-inodes applies to directories in memory, and there are none; add --mem/],
    ];
    for (const [options, line] of misuses) {
      const ended = chores.run(options, ['list', '/']);
      expect(ended.status, options.join(' ')).to.equal(2);
      expect(errorLine(ended)).to.match(line);
    }
  });
});
