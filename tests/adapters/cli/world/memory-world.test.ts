import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { needing, POSIX, systemFile } from '../../../needs.js';
import { errorLine } from '../command-line.js';
import { Chores } from './chores.js';

describe('worlds of hostcall run in memory', () => {
  let chores: Chores;
  before(async function () {
    chores = await Chores.build(this);
  });
  after(() => chores.remove());

  describe('--host memory', () => {
    it('loads directories, and writes nothing back', () => {
      const path = chores.folder();
      symlinkSync('a.txt', join(path, 'link'));
      const work = ['list', '/', 'show', '/link', 'append', '/a.txt', '+', 'remove', '/sub/b.txt', 'show', '/a.txt'];
      expect(chores.printed(['--host', 'memory', '--dir', `${path}::/`], ...work)).to.equal(
        'list: a.txt link sub\nfirstappend: done\nremove: done\nfirst+',
      );
      expect(readFileSync(join(path, 'a.txt'), 'utf8')).to.equal('first');
      expect(readdirSync(join(path, 'sub'))).to.deep.equal(['b.txt']);
    });

    it('keeps the times of files, and has the host’s clock, randomness and streams', () => {
      const path = chores.folder();
      utimesSync(join(path, 'a.txt'), 1_000_000_000, 1_200_000_000);
      const options = ['--host', 'memory', '--dir', `${path}::/`];
      expect(chores.printed(options, 'stat', '/a.txt')).to.match(/ 1200000000\.000000000 1000000000\n$/);
      const time = /^time: (\d+)/.exec(chores.printed(options, 'time'))?.[1];
      expect(Number(time)).to.be.within(Date.now() / 1000 - 600, Date.now() / 1000);
      expect(chores.printed(options, 'random')).to.not.equal(chores.printed(options, 'random'));
      expect(chores.run(options, ['stdin'], 'typed').stdout).to.equal('typed');
    });

    it('can move files from one directory to another', () => {
      const options = ['--host', 'memory', '--dir', `${chores.folder()}::/one`, '--mem', '/two'];
      expect(
        chores.printed(options, 'rename', '/one/a.txt', '/two/a.txt', 'list', '/one', 'show', '/two/a.txt'),
      ).to.equal('rename: done\nlist: sub\nfirst');
    });

    it('refuses a path that is not a directory, and one that does not fit', () => {
      const missing = chores.run(['--host', 'memory', '--dir', join(chores.scratch.path, 'missing')], []);
      expect(missing.status).to.equal(2);
      expect(errorLine(missing)).to.match(
        /^cannot open the directory ".*missing": it does not exist; create it, or name one that exists$/,
      );
      const file = chores.run(['--host', 'memory', '--dir', chores.program], []);
      expect(errorLine(file)).to.match(/^cannot open the directory ".*": it is not a directory; name a directory$/);
      const full = chores.run(['--host', 'memory', '--max-file-bytes', '10', '--dir', chores.folder()], []);
      expect(full.status).to.equal(2);
      expect(errorLine(full)).to.match(/cannot be loaded into memory: "sub\/b.txt".*; raise --max-file-bytes or/);
    });

    needing(systemFile('/proc/sys/vm/compact_memory')).it(
      'refuses a directory that contains an unreadable file',
      () => {
        // A file here cannot be read by any user.
        const unreadable = chores.run(['--host', 'memory', '--dir', '/proc/sys/vm'], []);
        expect(unreadable.status).to.equal(2);
        expect(errorLine(unreadable)).to.match(
          /^\/proc\/sys\/vm cannot be loaded into memory: "compact_memory".*EACCES; remove it, or leave it out with --skip-unreadable/,
        );
      },
    );
  });

  describe('--skip-unreadable', () => {
    needing(POSIX).it('leaves out what can’t be loaded, and names each', () => {
      const directory = mkdtempSync(join(chores.scratch.path, 'unreadable-'));
      mkdirSync(join(directory, 'sub'));
      writeFileSync(join(directory, 'sub/a.txt'), 'first');
      execFileSync('mkfifo', [join(directory, 'sub/pipe')]);
      writeFileSync(join(directory, 'vast'), '');
      truncateSync(join(directory, 'vast'), 2 ** 40);
      const refused = chores.run(['--host', 'memory', '--dir', `${directory}::/`], ['list', '/']);
      expect(refused.status).to.equal(2);
      expect(errorLine(refused)).to.equal(
        `${directory} cannot be loaded into memory: "sub/pipe" is a pipe, "vast" cannot be read: its 1099511627776 bytes do not fit into memory; remove it, or leave it out with --skip-unreadable`,
      );
      const options = ['--host', 'memory', '--skip-unreadable', '--dir', `${directory}::/`];
      const skipped = chores.run(options, ['list', '/', 'list', '/sub']);
      expect(skipped.status).to.equal(0);
      expect(skipped.stdout).to.equal('list: sub\nlist: a.txt\n');
      expect(skipped.stderr).to.equal(
        `hostcall: ${directory}: left out: "sub/pipe" is a pipe\nhostcall: ${directory}: left out: "vast" cannot be read: its 1099511627776 bytes do not fit into memory\n`,
      );
    });

    it('is refused where nothing is loaded', () => {
      for (const options of [
        ['--dir', chores.folder()],
        ['--host', 'memory'],
        ['--mem', '/'],
      ]) {
        const refused = chores.run([...options, '--skip-unreadable'], []);
        expect(refused.status).to.equal(2);
        expect(errorLine(refused)).to.match(/^--skip-unreadable applies to directories that are loaded into memory/);
      }
    });
  });

  describe('--rules windows', () => {
    const windows = ['--host', 'memory', '--rules', 'windows'];

    it('shows how a program would fare on Windows: case, names, symbolic links', () => {
      const options = [...windows, '--dir', `${chores.folder()}::/`];
      const work = [
        'show',
        '/A.TXT',
        'write',
        '/a:b',
        'x',
        'write',
        '/sub/NUL',
        'x',
        'write',
        '/SUB/c',
        'y',
        'list',
        '/sub',
      ];
      expect(chores.printed(options, ...work)).to.equal(
        'firstwrite: Invalid argument\nwrite: Invalid argument\nwrite: done\nlist: b.txt c\n',
      );
      expect(chores.printed([...options], 'link', 'a.txt', '/l', 'show', '/L')).to.equal('link: done\nfirst');
      const unprivileged = ['--host', 'memory', '--rules', 'windows-unprivileged', '--dir', `${chores.folder()}::/`];
      expect(chores.printed(unprivileged, 'link', 'a.txt', '/l')).to.equal('link: Operation not permitted\n');
      expect(chores.printed(['--rules', 'windows', '--mem', '/'], 'write', '/con', 'x')).to.equal(
        'write: Invalid argument\n',
      );
    });

    it('loads links, also where the program could make none', () => {
      const path = chores.folder();
      symlinkSync('a.txt', join(path, 'link'));
      const options = ['--host', 'memory', '--rules', 'windows-unprivileged', '--dir', `${path}::/`];
      expect(chores.printed(options, 'show', '/link')).to.equal('first');
    });

    it('refuses a directory that could not be there on Windows', () => {
      for (const [name, reason] of [
        ['sub/aux.c', 'the name is that of a device, whatever directory it is in, also with an extension'],
        ['A.txt', 'it differs from "A.txt" in case alone'],
        ['a\\b', 'the name contains a character that separates names there'],
      ] as const) {
        const path = chores.folder();
        writeFileSync(join(path, name), '');
        const refused = chores.run([...windows, '--dir', path], []);
        expect(refused.status).to.equal(2);
        expect(errorLine(refused)).to.match(
          /^.*folder-\d+ cannot be loaded into memory by the rules of Windows: ".*" cannot exist there, as .*; rename it, or give a directory without it$/,
        );
        expect(errorLine(refused)).to.include(reason);
      }
      const path = chores.folder();
      symlinkSync('C:/x', join(path, 'link'));
      expect(errorLine(chores.run([...windows, '--dir', path], []))).to.include(
        '"link" cannot exist there, as it is a link to "C:/x": the name contains a colon',
      );
    });
  });
});
