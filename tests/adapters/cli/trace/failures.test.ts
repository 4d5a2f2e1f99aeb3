import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { BUILD_TIMEOUT, buildC } from '../../../guests/build-c.js';
import { repository } from '../../../guests/build-cache.js';
import { esbuildWasm, pythonWasm } from '../../../programs/packages.js';
import { hostcall, Scratch } from '../command-line.js';

/** The lines of a trace without the probes of a program. */
const linesOf = (stderr: string) => stderr.trimEnd().split('\n');

describe('hostcall trace, of what fails', () => {
  let scratch: Scratch;
  let refused: string;
  let project: string;

  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    scratch = new Scratch();
    refused = scratch.file('refused.wasm', await buildC('notes', [], new URL('examples/failures/', repository)));
    project = join(scratch.path, 'project');
    mkdirSync(project);
    scratch.file('project/notes.txt', 'buy milk\n');
    symlinkSync('/etc', join(project, 'etc'));
  });
  after(() => scratch.remove());

  const trace = (options: readonly string[], ...steps: string[]) =>
    hostcall(['trace', ...options, '--dir', `${project}::/project`, refused, ...steps]);

  describe('-v', () => {
    it('puts the reason under the call', () => {
      const { stderr, status } = trace(['-v', '-e', 'path_open'], 'read', '/project/etc/passwd');
      expect(status).to.equal(76);
      const [call, reason, ...others] = linesOf(stderr);
      expect(call).to.match(/^path_open\(3<\/project>, SYMLINK_FOLLOW, "etc\/passwd", .*\) += -1 ENOTCAPABLE \(.*\)$/);
      expect(reason).to.equal('  ^ refused at "etc": a symbolic link leads to an absolute path (via "etc" -> "/etc")');
      expect(others).to.deep.equal(['read /project/etc/passwd: Capabilities insufficient', '+++ exited with 76 +++']);
    });

    it('also names calls that the trace leaves out', () => {
      const { stderr } = trace(
        ['-v', '-e', 'fd_read,fd_write', '-Z'],
        'scribble',
        '/project/notes.txt',
        'late',
        '/project/notes.txt',
      );
      const reasons = linesOf(stderr).filter(line => line.startsWith('  ^ '));
      expect(reasons).to.have.length(2);
      expect(reasons[0]).to.match(
        /^ {2}\^ 4<\/project\/notes.txt> lacks FD_WRITE, but is open: path_open \(call \d+\) did not ask for it$/,
      );
      expect(reasons[1]).to.match(/^ {2}\^ 4 is not open: fd_close \(call \d+\) closed 4<\/project\/notes.txt>$/);
    });

    it('names them even if only some paths are traced', () => {
      const { stderr } = trace(
        ['-v', '-P', '/project/other', '-e', 'fd_write', '-P', '/project/notes.txt'],
        'scribble',
        '/project/notes.txt',
      );
      expect(stderr).to.match(/\^ 4<\/project\/notes.txt> lacks FD_WRITE, but is open: path_open \(call \d+\) did not/);
      expect(stderr).to.not.match(/^path_open/m);
    });

    it('goes with the line into a file', () => {
      const file = join(scratch.path, 'trace.txt');
      expect(trace(['-v', '-o', file, '-Z'], 'read', '/project/none').status).to.equal(44);
      expect(readFileSync(file, 'utf8')).to.contain('\n  ^ refused at "none": there is nothing of that name\n');
    });

    it('is not printed by default', () => {
      expect(trace([], 'read', '/project/none').stderr).to.not.contain('^ ');
    });
  });

  describe('--why', () => {
    it('puts the reason under the call, and changes nothing else', () => {
      const steps = ['read', '/project/etc/passwd', 'read', '/project/notes.txt'];
      const plain = linesOf(trace(['-e', 'path_open,fd_fdstat_get'], ...steps).stderr);
      const explained = linesOf(trace(['-e', 'path_open,fd_fdstat_get', '--why'], ...steps).stderr);
      const reason = explained.findIndex(line => line.startsWith('  ^ '));
      expect(explained[reason]).to.match(/^ {2}\^ refused at "etc": a symbolic link leads to an absolute path/);
      expect(explained[reason - 1]).to.match(/-1 ENOTCAPABLE/);
      expect(explained.toSpliced(reason, 1)).to.deep.equal(plain);
    });
  });

  describe('--explain-failures', () => {
    const explained = (options: readonly string[], ...steps: string[]) =>
      trace(['--explain-failures', '-e', 'status=none', ...options], ...steps).stderr.split(/^\+\+\+ .*\n/m)[1] ?? '';

    it('reports at the end what failed, what the program ended with first, and what to do', () => {
      const text = explained(
        [],
        ...['scribble', '/project/notes.txt', 'read', '/project/etc/passwd', 'read', '/project/none/x'],
        ...['read', '/project/none/y', 'read', '/project/../secret', 'late', '/project/notes.txt'],
      );
      const [head, ...failures] = text.split('\n\n');
      expect(head).to.equal('6 calls failed, for 5 reasons, what the program ended with first:');
      const [late, scribbled, above, none, passwd] = failures.map(each => each.split('\n'));
      // Both are EBADF, which is 8, as the program ends with.
      expect(late?.[0]).to.equal('1 call: fd_read EBADF (Bad file descriptor)');
      expect(late?.[1]).to.match(/^ {2}why: {3}4 is not open: fd_close \(call \d+\) closed/);
      expect(late?.at(-1)).to.equal('  ended: the program ended with 8, which is EBADF');
      expect(scribbled?.[1]).to.match(/lacks FD_WRITE, but is open: path_open \(call \d+\) did not ask for it$/);
      expect(scribbled?.[2]).to.match(/^ {2}to do: the program opened it without FD_WRITE: look at call \d+$/);
      expect(above?.slice(1, 3)).to.deep.equal([
        '  why:   refused at "..": the path leads above the directory it starts from',
        '  to do: give a directory further up with --dir HOST::GUEST',
      ]);
      expect(none?.slice(0, 4).join('\n')).to.match(
        new RegExp(
          [
            '^2 calls: path_open ENOENT \\(No such file or directory\\)',
            '  why:   refused at "none": there is no such directory',
            '  to do: if it should be there, create it, or give the directory that has it with --dir HOST::GUEST',
            '  where: calls \\d+, \\d+$',
          ].join('\n'),
        ),
      );
      expect(none?.[4]).to.match(/^ {9}path_open\(3<\/project>, SYMLINK_FOLLOW, "none\/x", .*, 0\)$/);
      expect(passwd?.[2]).to.equal('  to do: make the link relative');
      expect(failures[5]).to.match(/^Nothing to worry about:\n {2}fd_prestat_get returns EBADF .* \(call \d+\)\n$/);
      expect(failures).to.have.length(6);
    });

    it('names :ro', () => {
      const text = hostcall([
        ...['trace', '--explain-failures', '-c', '--dir', `${project}::/project:ro`, refused],
        ...['write', '/project/new.txt'],
      ]).stderr;
      expect(text).to.contain(
        '  why:   refused at "new.txt": the program was given a view of the directory through which nothing can be changed (EROFS)\n' +
          '  to do: if the program may change it, leave :ro out, or give it with --overlay, which keeps the changes apart\n',
      );
      expect(text).to.match(/^100\.00 .* total$/m);
    });

    it('names the option for a limit', () => {
      const text = explained(['--max-descriptors', '4'], 'read', '/project/notes.txt');
      expect(text).to.contain('why:   4 descriptors are open, and the limit is 4\n');
      expect(text).to.contain('to do: raise the limit with --max-descriptors\n');
    });

    it('says so when nothing failed', () => {
      expect(explained([], 'read', '/project/notes.txt')).to.match(
        /^No call failed unexpectedly\.\n\nNothing to worry/,
      );
    });

    it('reports what a C library refuses by itself', () => {
      const text = explained([], 'read', '/etc/passwd');
      expect(text).to.contain(
        'The program made no call for /etc/passwd. That is in no directory that it was given (/project): give it one that has it, with --dir HOST::GUEST.\n',
      );
    });

    it('reports a relative name that only a directory called "." would resolve', () => {
      const text = explained([], 'read', 'notes.txt');
      expect(text).to.match(/^No call failed unexpectedly\.\nThe program made no call for notes\.txt\. That is in /);
      expect(text).to.contain(`which it has as /project. C libraries look up relative names in a directory called "."`);
      expect(text).to.contain(`give it so, with --dir ${project}::., or name /project/notes.txt.\n`);
      expect(hostcall(['run', '--dir', `${project}::.`, refused, 'read', 'notes.txt']).status).to.equal(0);
    });

    it('reports a file in the current directory, which was not given', () => {
      const words = ['trace', '-c', '--explain-failures', '--dir', `${project}::/project`, refused];
      const { stderr } = hostcall([...words, 'read', 'refused.wasm'], { cwd: scratch.path });
      expect(stderr).to.contain(
        'The program made no call for refused.wasm. That is in no directory that it was given: give it this one, with --dir .\n',
      );
    });

    it('says that there is no directory, the cause of every later failure', async () => {
      const none = hostcall(['trace', '-c', '--explain-failures', refused, 'read', '/project/notes.txt']);
      expect(none.stderr).to.contain(
        '\nThe program was given no directory, and can open no file: --dir HOST::GUEST gives it one.\n',
      );
      const using = (fd: number) => `(module
        (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (memory (export "memory") 1)
        (func (export "_start")
          (call $exit (call $read (i32.const ${fd}) (i32.const 0) (i32.const 0) (i32.const 8)))))`;
      for (const fd of [-1, 3]) {
        const program = await scratch.module('using.wasm', using(fd));
        const { stderr } = hostcall(['trace', '-c', '--explain-failures', program]);
        expect(stderr).to.contain('\n  to do: give the program a directory with --dir HOST::GUEST: it has none\n');
      }
      const program = await scratch.module('using.wasm', using(-1));
      const { stderr } = hostcall(['trace', '-c', '--explain-failures', '--mem=/', program]);
      expect(stderr).to.contain(
        'did not look whether it could open it: see what it looked for, and in which directory',
      );
    });

    it('begins with the failure that Python reports, not with its probes at start-up', () => {
      const words = ['trace', '-c', '--explain-failures', '--dir', `${project}::/:ro`, pythonWasm];
      const { stderr } = hostcall([...words, '-c', "open('/new.txt', 'w')"]);
      const [, first] = stderr.split('\n\n');
      expect(first).to.match(/^1 call: path_open EROFS \(Read-only file system\)\n/);
      expect(first).to.match(/\n {2}ended: the program said "Read-only file system" on stderr at the end$/);
    });

    it('does not count the probes of a program built with Go', () => {
      scratch.file('project/main.js', 'console.log(1);\n');
      const { stderr, status } = hostcall([
        ...['trace', '--explain-failures', '-e', 'status=none', '--dir', `${project}::/`, esbuildWasm],
        ...['main.js', '--bundle'],
      ]);
      expect(status).to.equal(0);
      expect(stderr).to.contain('No call failed unexpectedly.\n');
      expect(stderr).to.match(
        /path_open returns EISDIR where a program tries to open each file for writing first.* \(call \d+\)/,
      );
    });
  });
});
