import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Errno, Right } from '../../../../domain/index.js';
import { BUILD_TIMEOUT, buildC } from '../../../guests/build-c.js';
import { needing, POSIX, systemFile } from '../../../needs.js';
import { bin, errorLine, hostcall, Scratch } from '../command-line.js';
import { openingWith } from '../programs.js';

describe('the worlds of hostcall run', () => {
  let scratch: Scratch;
  let chores: string;
  let count = 0;

  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    scratch = new Scratch();
    chores = scratch.file('chores.wasm', await buildC('chores'));
  });
  after(() => scratch.remove());

  /** A directory of the host with two files and a directory. */
  function folder(): string {
    const path = join(scratch.path, `folder-${count++}`);
    mkdirSync(join(path, 'sub'), { recursive: true });
    writeFileSync(join(path, 'a.txt'), 'first');
    writeFileSync(join(path, 'sub/b.txt'), 'second');
    return path;
  }

  const run = (options: readonly string[], work: readonly string[], input = '') =>
    hostcall(['run', ...options, chores, ...work], { input });
  const printed = (options: readonly string[], ...work: string[]) => {
    const { status, stdout, stderr } = run(options, work);
    expect(stderr).to.equal('');
    expect(status).to.equal(0);
    return stdout;
  };

  describe('--host memory', () => {
    it('loads directories, and writes nothing back', () => {
      const path = folder();
      symlinkSync('a.txt', join(path, 'link'));
      const work = ['list', '/', 'show', '/link', 'append', '/a.txt', '+', 'remove', '/sub/b.txt', 'show', '/a.txt'];
      expect(printed(['--host', 'memory', '--dir', `${path}::/`], ...work)).to.equal(
        'list: a.txt link sub\nfirstappend: done\nremove: done\nfirst+',
      );
      expect(readFileSync(join(path, 'a.txt'), 'utf8')).to.equal('first');
      expect(readdirSync(join(path, 'sub'))).to.deep.equal(['b.txt']);
    });

    it('keeps the times of files, and has the host’s clock, randomness and streams', () => {
      const path = folder();
      utimesSync(join(path, 'a.txt'), 1_000_000_000, 1_200_000_000);
      const options = ['--host', 'memory', '--dir', `${path}::/`];
      expect(printed(options, 'stat', '/a.txt')).to.match(/ 1200000000\.000000000 1000000000\n$/);
      const time = /^time: (\d+)/.exec(printed(options, 'time'))?.[1];
      expect(Number(time)).to.be.within(Date.now() / 1000 - 600, Date.now() / 1000);
      expect(printed(options, 'random')).to.not.equal(printed(options, 'random'));
      expect(run(options, ['stdin'], 'typed').stdout).to.equal('typed');
    });

    it('can move files from one directory to another', () => {
      const options = ['--host', 'memory', '--dir', `${folder()}::/one`, '--mem', '/two'];
      expect(printed(options, 'rename', '/one/a.txt', '/two/a.txt', 'list', '/one', 'show', '/two/a.txt')).to.equal(
        'rename: done\nlist: sub\nfirst',
      );
    });

    it('refuses what is no directory, and what does not fit', () => {
      const missing = run(['--host', 'memory', '--dir', join(scratch.path, 'missing')], []);
      expect(missing.status).to.equal(2);
      expect(errorLine(missing)).to.match(
        /^cannot open the directory ".*missing": it does not exist; create it, or name one that exists$/,
      );
      const file = run(['--host', 'memory', '--dir', chores], []);
      expect(errorLine(file)).to.match(/^cannot open the directory ".*": it is not a directory; name a directory$/);
      const full = run(['--host', 'memory', '--max-memory-bytes', '10', '--dir', folder()], []);
      expect(full.status).to.equal(2);
      expect(errorLine(full)).to.match(/cannot be loaded into memory: "sub\/b.txt".*; raise --max-memory-bytes or/);
    });

    needing(systemFile('/proc/sys/vm/compact_memory')).it(
      'refuses a directory with something in it that it can’t read',
      () => {
        // Here is a file that nobody can read, whoever they are.
        const unreadable = run(['--host', 'memory', '--dir', '/proc/sys/vm'], []);
        expect(unreadable.status).to.equal(2);
        expect(errorLine(unreadable)).to.match(
          /^\/proc\/sys\/vm cannot be loaded into memory: "compact_memory".*EACCES; remove it, or leave it out with --skip-unreadable/,
        );
      },
    );
  });

  describe('--skip-unreadable', () => {
    needing(POSIX).it('leaves out what can’t be loaded, of which each is named', () => {
      const directory = mkdtempSync(join(scratch.path, 'unreadable-'));
      mkdirSync(join(directory, 'sub'));
      writeFileSync(join(directory, 'sub/a.txt'), 'first');
      execFileSync('mkfifo', [join(directory, 'sub/pipe')]);
      writeFileSync(join(directory, 'vast'), '');
      truncateSync(join(directory, 'vast'), 2 ** 40);
      const refused = run(['--host', 'memory', '--dir', `${directory}::/`], ['list', '/']);
      expect(refused.status).to.equal(2);
      expect(errorLine(refused)).to.equal(
        `${directory} cannot be loaded into memory: "sub/pipe" is a pipe, "vast" cannot be read: its 1099511627776 bytes do not fit into memory; remove it, or leave it out with --skip-unreadable`,
      );
      const options = ['--host', 'memory', '--skip-unreadable', '--dir', `${directory}::/`];
      const skipped = run(options, ['list', '/', 'list', '/sub']);
      expect(skipped.status).to.equal(0);
      expect(skipped.stdout).to.equal('list: sub\nlist: a.txt\n');
      expect(skipped.stderr).to.equal(
        `hostcall: ${directory}: left out: "sub/pipe" is a pipe\nhostcall: ${directory}: left out: "vast" cannot be read: its 1099511627776 bytes do not fit into memory\n`,
      );
    });

    it('is refused where nothing is loaded', () => {
      for (const options of [
        ['--dir', folder()],
        ['--host', 'memory'],
        ['--mem', '/'],
      ]) {
        const refused = run([...options, '--skip-unreadable'], []);
        expect(refused.status).to.equal(2);
        expect(errorLine(refused)).to.match(/^--skip-unreadable applies to directories that are loaded into memory/);
      }
    });
  });

  describe('--rules windows', () => {
    const windows = ['--host', 'memory', '--rules', 'windows'];

    it('shows how a program would fare on Windows: case, names, symbolic links', () => {
      const options = [...windows, '--dir', `${folder()}::/`];
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
      expect(printed(options, ...work)).to.equal(
        'firstwrite: Invalid argument\nwrite: Invalid argument\nwrite: done\nlist: b.txt c\n',
      );
      expect(printed([...options], 'link', 'a.txt', '/l', 'show', '/L')).to.equal('link: done\nfirst');
      const unprivileged = ['--host', 'memory', '--rules', 'windows-unprivileged', '--dir', `${folder()}::/`];
      expect(printed(unprivileged, 'link', 'a.txt', '/l')).to.equal('link: Operation not permitted\n');
      expect(printed(['--rules', 'windows', '--mem', '/'], 'write', '/con', 'x')).to.equal('write: Invalid argument\n');
    });

    it('loads links, also where the program could make none', () => {
      const path = folder();
      symlinkSync('a.txt', join(path, 'link'));
      const options = ['--host', 'memory', '--rules', 'windows-unprivileged', '--dir', `${path}::/`];
      expect(printed(options, 'show', '/link')).to.equal('first');
    });

    it('refuses a directory that could not be there on Windows', () => {
      for (const [name, reason] of [
        ['sub/aux.c', 'the name is that of a device, whatever directory it is in, also with an extension'],
        ['A.txt', 'it differs from "A.txt" in case alone'],
        ['a\\b', 'the name contains a character that separates names there'],
      ] as const) {
        const path = folder();
        writeFileSync(join(path, name), '');
        const refused = run([...windows, '--dir', path], []);
        expect(refused.status).to.equal(2);
        expect(errorLine(refused)).to.match(
          /^.*folder-\d+ cannot be loaded into memory by the rules of Windows: ".*" cannot exist there, as .*; rename it, or give a directory without it$/,
        );
        expect(errorLine(refused)).to.include(reason);
      }
      const path = folder();
      symlinkSync('C:/x', join(path, 'link'));
      expect(errorLine(run([...windows, '--dir', path], []))).to.include(
        '"link" cannot exist there, as it is a link to "C:/x": the name contains a colon',
      );
    });
  });

  describe('--host deterministic', () => {
    const survey = ['list', '/', 'time', 'random', 'write', '/n', 'x', 'stat', '/n', 'stat', '/a.txt', 'streams'];
    const more = ['sleep', '3600', 'time', 'stdin'];
    const watching = ['watch', 'time', ...more];

    it('does the same each time, whenever and wherever, into a file or a pipe', () => {
      const outputs = new Set<string>();
      for (const [round, path] of [folder(), folder()].entries()) {
        utimesSync(join(path, 'a.txt'), round, round);
        const options = ['--host', 'deterministic', '--dir', `${path}::/`];
        outputs.add(run(options, [...survey, ...watching], 'input').stdout);
        const file = scratch.file('output.txt', '');
        const script = `"$0" "$@" < input.txt > output.txt`;
        scratch.file('input.txt', 'input');
        spawnSync('/bin/sh', ['-c', script, process.execPath, bin, 'run', ...options, chores, ...survey, ...watching], {
          cwd: scratch.path,
        });
        outputs.add(readFileSync(file, 'utf8'));
      }
      expect([...outputs]).to.have.lengthOf(1);
      const [output = ''] = outputs;
      expect(output).to.match(/^list: a.txt sub\ntime: 946684800\.0/);
      expect(output).to.match(/watch: done\ntime: 946684801\.\d+ 1\.\d+\ntime: 946688401\.\d+ 3601\.\d+\ninput$/);
    });

    it('traces the same each time, and a traced program does what it does otherwise', () => {
      const options = ['--host', 'deterministic', '--dir', `${folder()}::/`, chores, ...survey, ...more];
      const first = hostcall(['trace', ...options], { input: 'input' });
      expect(hostcall(['trace', ...options], { input: 'input' })).to.deep.equal(first);
      expect(first.stderr).to.match(/^random_get\(/m);
      expect(first.stdout).to.equal(hostcall(['run', ...options], { input: 'input' }).stdout);
    });

    it('depends on --seed and --clock', () => {
      const seen = (...options: string[]) => printed(['--host', 'deterministic', ...options], 'random', 'time');
      expect(seen()).to.equal(seen('--seed', '0', '--clock', '2000-01-01'));
      expect(seen('--seed', '7')).to.not.equal(seen());
      expect(seen('--seed', '7', '--clock', '1769860800.5')).to.match(/time: 1769860800\.500000000 0\.000001000\n$/);
    });

    it('keeps long input', () => {
      const input = 'x'.repeat(300_000);
      expect(run(['--host', 'deterministic'], ['stdin'], input).stdout).to.equal(input);
    });
  });

  it('--seed and --clock go with the host’s files too', () => {
    const options = ['--seed', '7', '--clock', '2026-01-31', '--dir', `${folder()}::/`];
    const work = ['random', 'time', 'sleep', '100000', 'time', 'show', '/a.txt'];
    const output = printed(options, ...work);
    expect(output).to.match(/time: 1769817600\.0+ .*\ntime: 1769917600\.\d+ .*\nfirst$/);
    expect(printed(options, ...work)).to.equal(output);
    expect(printed(options, 'random')).to.equal(printed(['--host', 'deterministic', '--seed', '7'], 'random'));
  });

  describe('--dir …:ro', () => {
    it('lets a program read, and change nothing', () => {
      for (const host of ['node', 'memory']) {
        const path = folder();
        const work = ['list', '/', 'show', '/a.txt', 'write', '/n', '', 'append', '/a.txt', '+', 'remove', '/a.txt'];
        const last = ['mkdir', '/d', 'rename', '/a.txt', '/b', 'remove', '/sub'];
        expect(printed(['--host', host, '--dir', `${path}::/:ro`], ...work, ...last)).to.equal(
          `list: a.txt sub\nfirst${['write', 'append', 'remove', 'mkdir', 'rename', 'remove'].map(chore => `${chore}: Read-only file system\n`).join('')}`,
        );
        expect(readdirSync(path)).to.deep.equal(['a.txt', 'sub']);
      }
    });

    it('lets those read who ask for more rights than they need, as Go does, but not to write', async () => {
      const path = folder();
      writeFileSync(join(path, 'in.txt'), 'text');
      const opened = async (rights: number) =>
        hostcall(['run', '--dir', `${path}:ro`, await scratch.module('opening.wasm', openingWith(rights))]).status;
      const most = Right.FD_READ | Right.FD_FILESTAT_SET_SIZE | Right.FD_ALLOCATE;
      expect(await opened(most)).to.equal(0);
      expect(await opened(most | Right.FD_WRITE)).to.equal(Errno.EROFS);
      expect(await opened(Right.FD_FILESTAT_SET_SIZE)).to.equal(Errno.EROFS);
    });

    it('stands beside directories that can be changed', () => {
      const [from, to] = [folder(), folder()];
      const options = ['--dir', `${from}::/from:ro`, '--dir', `${to}::/to`];
      expect(printed(options, 'rename', '/from/a.txt', '/to/n', 'write', '/to/n', 'x')).to.equal(
        'rename: Cross-device link\nwrite: done\n',
      );
      expect(readFileSync(join(to, 'n'), 'utf8')).to.equal('x');
    });
  });

  describe('--mem', () => {
    it('is an empty directory, also below another one', () => {
      const path = folder();
      const options = ['--dir', `${path}::/`, '--mem', '/tmp'];
      expect(printed(options, 'write', '/tmp/x', 'text', 'show', '/tmp/x', 'list', '/tmp', 'list', '/')).to.equal(
        'write: done\ntextlist: x\nlist: a.txt sub\n',
      );
      expect(readdirSync(path)).to.deep.equal(['a.txt', 'sub']);
    });

    it('keeps to the quotas', () => {
      const options = ['--mem', '/', '--mem', '/tmp', '--max-memory-bytes', '2500', '--max-inodes', '4'];
      expect(printed(options, 'fill', '/a', 'fill', '/tmp/b', 'mkdir', '/c')).to.equal(
        'fill: 2500, Quota exceeded\nfill: 0, Quota exceeded\nmkdir: No space left on device\n',
      );
      const none = run(['--mem', '/a', '--mem', '/b', '--max-inodes', '1'], []);
      expect(none.status).to.equal(2);
      expect(errorLine(none)).to.equal('--max-inodes leaves no room for the directories in memory; raise it');
    });
  });

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

    it('tells what would have changed, and changes nothing', () => {
      const path = folder();
      const { status, stdout, stderr } = run(['--overlay', `${path}::/`], [...changing, ...removing]);
      expect(status).to.equal(3);
      expect(stdout).to.match(DONE);
      expect(stderr).to.equal(
        `M ${path}/a.txt\nA ${path}/d/\nA ${path}/d/e\nA ${path}/n\nD ${path}/sub/\nD ${path}/sub/b.txt\n`,
      );
      expect(readdirSync(path)).to.deep.equal(['a.txt', 'sub']);
      expect(readFileSync(join(path, 'a.txt'), 'utf8')).to.equal('first');
    });

    it('writes it with --apply', () => {
      const path = folder();
      const { status, stdout, stderr } = run(['--apply', '--overlay', `${path}::/`], [...changing, ...removing]);
      expect(status).to.equal(3);
      expect(stdout).to.match(DONE);
      expect(stderr).to.equal(`hostcall: 6 changes written to ${path}\n`);
      expect(readdirSync(path, { recursive: true }).sort()).to.deep.equal(['a.txt', 'd', 'd/e', 'n']);
      expect(readFileSync(join(path, 'a.txt'), 'utf8')).to.equal('first+');
      expect(readFileSync(join(path, 'n'), 'utf8')).to.equal('new');
    });

    it('says nothing if nothing would have changed', () => {
      const path = folder();
      expect(printed(['--overlay', `${path}::/`], 'show', '/a.txt', 'write', '/n', '', 'remove', '/n')).to.equal(
        'firstwrite: done\nremove: done\n',
      );
      expect(run(['--overlay', path, '--apply'], []).stderr).to.equal(`hostcall: 0 changes written to ${path}\n`);
    });

    it('writes nothing after a trap, and says what', () => {
      const path = folder();
      const { status, stderr } = run(['--apply', '--overlay', `${path}::/`], ['write', '/n', 'x', 'trap']);
      expect(status).to.equal(134);
      const [count, change, trap] = stderr.split('\n');
      expect(count).to.equal(`hostcall: 1 change not written to ${path}, since the program did not end by itself:`);
      expect(change).to.equal(`A ${path}/n`);
      expect(trap).to.match(/^hostcall: the guest trapped/);
      expect(readdirSync(path)).to.not.include('n');
    });

    it('tells names that would confuse a terminal in other words', () => {
      const path = folder();
      const { stderr } = run(['--overlay', `${path}::/`], ['write', '/\x1b[2J\nA x\u202e', '']);
      expect(stderr).to.equal(`A ${path}/\\u{1b}[2J\\u{a}A x\\u{202e}\n`);
    });

    needing(systemFile('/proc/tty')).it('says in one line if the changes can’t be written', () => {
      // In here nobody can make a file.
      const ended = run(['--apply', '--overlay', '/proc/tty::/'], ['write', '/n', 'x']);
      expect(ended.status).to.equal(125);
      expect(errorLine(ended)).to.match(
        /^\/proc\/tty can't be changed as its overlay is: .*"n": E.*; see that it can be/,
      );
    });

    it('comes after the trace', () => {
      const path = folder();
      const { stderr } = hostcall(['trace', '--overlay', `${path}::/`, chores, 'write', '/n', 'x']);
      expect(stderr.split('\n').slice(-3)).to.deep.equal(['+++ exited with 0 +++', `A ${path}/n`, '']);
    });

    it('dates what it writes by --clock', () => {
      const path = folder();
      run(['--apply', '--clock', '1000000000', '--overlay', `${path}::/`], ['write', '/n', 'x']);
      expect(statSync(join(path, 'n')).mtimeMs).to.equal(1e12);
    });
  });

  describe('limits', () => {
    it('--max-descriptors', () => {
      expect(printed(['--mem', '/', '--max-descriptors', '4'], 'write', '/n', '')).to.equal(
        'write: No file descriptors available\n',
      );
      expect(printed(['--mem', '/', '--max-descriptors', '5'], 'write', '/n', '')).to.equal('write: done\n');
    });

    it('--max-path', () => {
      expect(printed(['--mem', '/', '--max-path', '5'], 'write', '/12345', '', 'write', '/123456', '')).to.equal(
        'write: done\nwrite: Filename too long\n',
      );
    });

    it('--max-iovecs and --max-subscriptions', async () => {
      const program = await scratch.module(
        'limits.wasm',
        `(module
          (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1)
          (func (export "read") (param i32) (result i32)
            (call $read (i32.const 0) (i32.const 1000) (local.get 0) (i32.const 0)))
          (func (export "poll") (param i32) (result i32)
            (call $poll (i32.const 1000) (i32.const 9000) (local.get 0) (i32.const 0))))`,
      );
      const result = (name: string, argument: number) =>
        hostcall(['run', '--max-iovecs', '2', '--max-subscriptions', '3', '--invoke', name, program, String(argument)])
          .stdout;
      expect([result('read', 2), result('read', 3), result('poll', 3), result('poll', 4)]).to.deep.equal([
        '0\n',
        '28\n',
        '0\n',
        '28\n',
      ]);
    });
  });

  it('a misuse is one line, with what to do', () => {
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
      const ended = run(options, ['list', '/']);
      expect(ended.status, options.join(' ')).to.equal(2);
      expect(errorLine(ended)).to.match(line);
    }
  });
});
