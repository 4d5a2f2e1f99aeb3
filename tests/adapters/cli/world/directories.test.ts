import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Errno, Right } from '../../../../domain/index.js';
import { errorLine, hostcall } from '../command-line.js';
import { openingWith } from '../programs.js';
import { Chores } from './chores.js';

describe('directories of hostcall run', () => {
  let chores: Chores;
  before(async function () {
    chores = await Chores.build(this);
  });
  after(() => chores.remove());

  describe('--dir …:ro', () => {
    it('lets a program read, but not change anything', () => {
      for (const host of ['node', 'memory']) {
        const path = chores.folder();
        const work = ['list', '/', 'show', '/a.txt', 'write', '/n', '', 'append', '/a.txt', '+', 'remove', '/a.txt'];
        const last = ['mkdir', '/d', 'rename', '/a.txt', '/b', 'remove', '/sub'];
        expect(chores.printed(['--host', host, '--dir', `${path}::/:ro`], ...work, ...last)).to.equal(
          `list: a.txt sub\nfirst${['write', 'append', 'remove', 'mkdir', 'rename', 'remove'].map(chore => `${chore}: Read-only file system\n`).join('')}`,
        );
        expect(readdirSync(path)).to.deep.equal(['a.txt', 'sub']);
      }
    });

    it('lets a program read that asks for more rights than it needs, as Go does, but not one that writes', async () => {
      const path = chores.folder();
      writeFileSync(join(path, 'in.txt'), 'text');
      const opened = async (rights: number) =>
        hostcall(['run', '--dir', `${path}:ro`, await chores.scratch.module('opening.wasm', openingWith(rights))])
          .status;
      const most = Right.FD_READ | Right.FD_FILESTAT_SET_SIZE | Right.FD_ALLOCATE;
      expect(await opened(most)).to.equal(0);
      expect(await opened(most | Right.FD_WRITE)).to.equal(Errno.EROFS);
      expect(await opened(Right.FD_FILESTAT_SET_SIZE)).to.equal(Errno.EROFS);
    });

    it('can be combined with writable directories', () => {
      const [from, to] = [chores.folder(), chores.folder()];
      const options = ['--dir', `${from}::/from:ro`, '--dir', `${to}::/to`];
      expect(chores.printed(options, 'rename', '/from/a.txt', '/to/n', 'write', '/to/n', 'x')).to.equal(
        'rename: Cross-device link\nwrite: done\n',
      );
      expect(readFileSync(join(to, 'n'), 'utf8')).to.equal('x');
    });
  });

  describe('--mem', () => {
    it('is an empty directory, also below another one', () => {
      const path = chores.folder();
      const options = ['--dir', `${path}::/`, '--mem', '/tmp'];
      expect(
        chores.printed(options, 'write', '/tmp/x', 'text', 'show', '/tmp/x', 'list', '/tmp', 'list', '/'),
      ).to.equal('write: done\ntextlist: x\nlist: a.txt sub\n');
      expect(readdirSync(path)).to.deep.equal(['a.txt', 'sub']);
    });

    it('keeps to the quotas', () => {
      const options = ['--mem', '/', '--mem', '/tmp', '--max-file-bytes', '2500', '--max-inodes', '4'];
      expect(chores.printed(options, 'fill', '/a', 'fill', '/tmp/b', 'mkdir', '/c')).to.equal(
        'fill: 2500, Quota exceeded\nfill: 0, Quota exceeded\nmkdir: No space left on device\n',
      );
      const none = chores.run(['--mem', '/a', '--mem', '/b', '--max-inodes', '1'], []);
      expect(none.status).to.equal(2);
      expect(errorLine(none)).to.equal('--max-inodes leaves no room for the directories in memory; raise it');
    });
  });
});
