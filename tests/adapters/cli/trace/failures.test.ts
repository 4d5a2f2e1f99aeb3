import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { BUILD_TIMEOUT, buildC } from '../../../guests/build-c.js';
import { repository } from '../../../guests/build-cache.js';
import { esbuildWasm } from '../../../programs/packages.js';
import { hostcall, Scratch } from '../command-line.js';

/** The lines of a trace without those that only tell that a program looks around. */
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

    it('names calls that are not in the trace', () => {
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

    it('names them also where only some paths are wanted', () => {
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

    it('is not printed unless asked for', () => {
      expect(trace([], 'read', '/project/none').stderr).to.not.contain('^ ');
    });
  });

  describe('--explain-failures', () => {
    const explained = (options: readonly string[], ...steps: string[]) =>
      trace(['--explain-failures', '-e', 'status=none', ...options], ...steps).stderr.split(/^\+\+\+ .*\n/m)[1] ?? '';

    it('tells at the end what failed, most frequent first, and what to do', () => {
      const text = explained(
        [],
        ...['scribble', '/project/notes.txt', 'read', '/project/etc/passwd', 'read', '/project/none/x'],
        ...['read', '/project/none/y', 'read', '/project/../secret', 'late', '/project/notes.txt'],
      );
      const [head, ...failures] = text.split('\n\n');
      expect(head).to.equal('6 calls failed, for 5 reasons:');
      expect(failures[0]?.split('\n').slice(0, 4).join('\n')).to.match(
        new RegExp(
          [
            '^2 calls: path_open ENOENT \\(No such file or directory\\)',
            '  why:   refused at "none": there is no such directory',
            '  to do: if it should be there, create it, or give the directory that has it with --dir HOST::GUEST',
            '  where: calls \\d+, \\d+$',
          ].join('\n'),
        ),
      );
      expect(failures[0]).to.match(/\n {9}path_open\(3<\/project>, SYMLINK_FOLLOW, "none\/x", .*, 0\)$/);
      const told = failures.slice(1, 5).map(each => each.split('\n').filter(line => /^ {2}(why|to do): /.test(line)));
      const [scribbled, passwd, above, late] = told;
      expect(scribbled?.[0]).to.match(/lacks FD_WRITE, but is open: path_open \(call \d+\) did not ask for it$/);
      expect(scribbled?.[1]).to.match(/^ {2}to do: the program opened it without FD_WRITE: look at call \d+$/);
      expect(passwd?.[1]).to.equal('  to do: make the link relative');
      expect(above).to.deep.equal([
        '  why:   refused at "..": the path leads above the directory it starts from',
        '  to do: give a directory further up with --dir HOST::GUEST',
      ]);
      expect(late?.[0]).to.match(/4 is not open: fd_close \(call \d+\) closed/);
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

    it('tells of what a C library refuses by itself', () => {
      const text = explained([], 'read', '/etc/passwd');
      expect(text).to.contain('The program ended with 44 all the same.');
      expect(text).to.contain('and it was given /project (--dir HOST::GUEST gives more).');
    });

    it('takes the question of a program built with Go for one', () => {
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
