import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { needing, systemFile } from '../../../needs.js';
import { errorLine, hostcall } from '../command-line.js';
import { Chores } from './chores.js';

describe('overlays of hostcall run', () => {
  let chores: Chores;
  before(async function () {
    chores = await Chores.build(this);
  });
  after(() => chores.remove());

  describe('--overlay', () => {
    const changing = [
      'append',
      '/a.txt',
      '+',
      'write',
      '/n',
      'x',
      'mkdir',
      '/d',
      'write',
      '/d/e',
      '',
      'write',
      '/n',
      'new',
    ];
    const removing = ['remove', '/sub/b.txt', 'remove', '/sub', 'show', '/a.txt', 'exit', '3'];
    const DONE = /^((append|write|mkdir|remove): done\n){7}first\+$/;

    it('lists what would have changed, and changes nothing', () => {
      const path = chores.folder();
      const { status, stdout, stderr } = chores.run(['--overlay', `${path}::/`], [...changing, ...removing]);
      expect(status).to.equal(3);
      expect(stdout).to.match(DONE);
      expect(stderr).to.equal(
        `M ${path}/a.txt\nA ${path}/d/\nA ${path}/d/e\nA ${path}/n\nD ${path}/sub/\nD ${path}/sub/b.txt\n`,
      );
      expect(readdirSync(path)).to.deep.equal(['a.txt', 'sub']);
      expect(readFileSync(join(path, 'a.txt'), 'utf8')).to.equal('first');
    });

    it('writes it with --apply', () => {
      const path = chores.folder();
      const { status, stdout, stderr } = chores.run(['--apply', '--overlay', `${path}::/`], [...changing, ...removing]);
      expect(status).to.equal(3);
      expect(stdout).to.match(DONE);
      expect(stderr).to.equal(`hostcall: 6 changes written to ${path}\n`);
      expect(readdirSync(path, { recursive: true }).sort()).to.deep.equal(['a.txt', 'd', 'd/e', 'n']);
      expect(readFileSync(join(path, 'a.txt'), 'utf8')).to.equal('first+');
      expect(readFileSync(join(path, 'n'), 'utf8')).to.equal('new');
    });

    it('prints nothing if nothing would have changed', () => {
      const path = chores.folder();
      expect(chores.printed(['--overlay', `${path}::/`], 'show', '/a.txt', 'write', '/n', '', 'remove', '/n')).to.equal(
        'firstwrite: done\nremove: done\n',
      );
      expect(chores.run(['--overlay', path, '--apply'], []).stderr).to.equal(
        `hostcall: 0 changes written to ${path}\n`,
      );
    });

    it('writes nothing after a trap, and lists what it would have written', () => {
      const path = chores.folder();
      const { status, stderr } = chores.run(['--apply', '--overlay', `${path}::/`], ['write', '/n', 'x', 'trap']);
      expect(status).to.equal(134);
      const [count, change, trap] = stderr.split('\n');
      expect(count).to.equal(`hostcall: 1 change not written to ${path}, since the program did not end by itself:`);
      expect(change).to.equal(`A ${path}/n`);
      expect(trap).to.match(/^hostcall: the guest trapped/);
      expect(readdirSync(path)).to.not.include('n');
    });

    it('escapes names that would confuse a terminal', () => {
      const path = chores.folder();
      const { stderr } = chores.run(['--overlay', `${path}::/`], ['write', '/\x1b[2J\nA x\u202e', '']);
      expect(stderr).to.equal(`A ${path}/\\u{1b}[2J\\u{a}A x\\u{202e}\n`);
    });

    needing(systemFile('/proc/tty')).it('says in one line if the changes can’t be written', () => {
      // No user can create a file here.
      const ended = chores.run(['--apply', '--overlay', '/proc/tty::/'], ['write', '/n', 'x']);
      expect(ended.status).to.equal(125);
      expect(errorLine(ended)).to.match(
        /^\/proc\/tty can't be changed as its overlay is: .*"n": E.*; see that it can be/,
      );
    });

    it('comes after the trace', () => {
      const path = chores.folder();
      const { stderr } = hostcall(['trace', '--overlay', `${path}::/`, chores.program, 'write', '/n', 'x']);
      expect(stderr.split('\n').slice(-3)).to.deep.equal(['+++ exited with 0 +++', `A ${path}/n`, '']);
    });

    it('dates what it writes by --clock', () => {
      const path = chores.folder();
      chores.run(['--apply', '--clock', '1000000000', '--overlay', `${path}::/`], ['write', '/n', 'x']);
      expect(statSync(join(path, 'n')).mtimeMs).to.equal(1e12);
    });
  });
});
