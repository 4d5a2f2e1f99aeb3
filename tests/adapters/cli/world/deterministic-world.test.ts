import { spawnSync } from 'node:child_process';
import { readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { bin, hostcall } from '../command-line.js';
import { Chores } from './chores.js';

describe('worlds of hostcall run that are the same each time', () => {
  let chores: Chores;
  before(async function () {
    chores = await Chores.build(this);
  });
  after(() => chores.remove());

  describe('--host deterministic', () => {
    const survey = ['list', '/', 'time', 'random', 'write', '/n', 'x', 'stat', '/n', 'stat', '/a.txt', 'streams'];
    const more = ['sleep', '3600', 'time', 'stdin'];
    const watching = ['watch', 'time', ...more];

    it('does the same each time, at any time and place, into a file or a pipe', () => {
      const outputs = new Set<string>();
      for (const [round, path] of [chores.folder(), chores.folder()].entries()) {
        utimesSync(join(path, 'a.txt'), round, round);
        const options = ['--host', 'deterministic', '--dir', `${path}::/`];
        outputs.add(chores.run(options, [...survey, ...watching], 'input').stdout);
        const file = chores.scratch.file('output.txt', '');
        const script = `"$0" "$@" < input.txt > output.txt`;
        chores.scratch.file('input.txt', 'input');
        spawnSync(
          '/bin/sh',
          ['-c', script, process.execPath, bin, 'run', ...options, chores.program, ...survey, ...watching],
          {
            cwd: chores.scratch.path,
          },
        );
        outputs.add(readFileSync(file, 'utf8'));
      }
      expect([...outputs]).to.have.lengthOf(1);
      const [output = ''] = outputs;
      expect(output).to.match(/^list: a.txt sub\ntime: 946684800\.0/);
      expect(output).to.match(/watch: done\ntime: 946684801\.\d+ 1\.\d+\ntime: 946688401\.\d+ 3601\.\d+\ninput$/);
    });

    it('gives the same trace each time, and a traced program runs the same as an untraced one', () => {
      const options = ['--host', 'deterministic', '--dir', `${chores.folder()}::/`, chores.program, ...survey, ...more];
      const first = hostcall(['trace', ...options], { input: 'input' });
      expect(hostcall(['trace', ...options], { input: 'input' })).to.deep.equal(first);
      expect(first.stderr).to.match(/^random_get\(/m);
      expect(first.stdout).to.equal(hostcall(['run', ...options], { input: 'input' }).stdout);
    });

    it('depends on --seed and --clock', () => {
      const seen = (...options: string[]) => chores.printed(['--host', 'deterministic', ...options], 'random', 'time');
      expect(seen()).to.equal(seen('--seed', '0', '--clock', '2000-01-01'));
      expect(seen('--seed', '7')).to.not.equal(seen());
      expect(seen('--seed', '7', '--clock', '1769860800.5')).to.match(/time: 1769860800\.500000000 0\.000001000\n$/);
    });

    it('keeps long input', () => {
      const input = 'x'.repeat(300_000);
      expect(chores.run(['--host', 'deterministic'], ['stdin'], input).stdout).to.equal(input);
    });
  });

  it('--seed and --clock can be combined with the host’s files', () => {
    const options = ['--seed', '7', '--clock', '2026-01-31', '--dir', `${chores.folder()}::/`];
    const work = ['random', 'time', 'sleep', '100000', 'time', 'show', '/a.txt'];
    const output = chores.printed(options, ...work);
    expect(output).to.match(/time: 1769817600\.0+ .*\ntime: 1769917600\.\d+ .*\nfirst$/);
    expect(chores.printed(options, ...work)).to.equal(output);
    expect(chores.printed(options, 'random')).to.equal(
      chores.printed(['--host', 'deterministic', '--seed', '7'], 'random'),
    );
  });
});
