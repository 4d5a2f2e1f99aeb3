import { expect } from 'chai';
import { needing, POSIX } from '../../../needs.js';
import { errorLine, hostcall, Scratch, trapLines } from '../command-line.js';
import * as programs from '../programs.js';

describe('hostcall run', () => {
  let scratch: Scratch;
  let argumentsProgram: string;

  before(async () => {
    scratch = new Scratch();
    argumentsProgram = await scratch.module('arguments.wasm', programs.ARGUMENTS);
  });
  after(() => scratch.remove());

  describe('exit status', () => {
    it('is the guest’s', async () => {
      const program = await scratch.module('exit7.wasm', programs.exiting(7));
      expect(hostcall(['run', program])).to.deep.equal({ status: 7, stdout: '', stderr: '' });
    });

    it('is 0 if the program just returns', async () => {
      const program = await scratch.module('empty.wasm', programs.EMPTY);
      expect(hostcall(['run', program])).to.deep.equal({ status: 0, stdout: '', stderr: '' });
    });

    needing(POSIX).it('keeps the lowest 8 bits, as the system does', async () => {
      const program = await scratch.module('exit263.wasm', programs.exiting(263));
      expect(hostcall(['run', program]).status).to.equal(7);
      const largest = await scratch.module('exit-1.wasm', programs.exiting(-1));
      expect(hostcall(['run', largest]).status).to.equal(255);
    });

    it('is 134 on a trap, whose message is on stderr', async () => {
      const program = await scratch.module('trap.wasm', programs.writing('before\n', 1, 'unreachable'));
      const ended = hostcall(['run', program]);
      expect(ended.status).to.equal(134);
      expect(ended.stdout).to.equal('before\n');
      expect(trapLines(ended).line).to.equal(
        'the guest trapped: unreachable; `hostcall trace` shows what it did before',
      );
    });
  });

  describe('stdio', () => {
    it('is the host’s', async () => {
      const program = await scratch.module('stderr.wasm', programs.writing('to stderr', 2));
      expect(hostcall(['run', program])).to.deep.equal({ status: 0, stdout: '', stderr: 'to stderr' });
    });
  });

  it('without a program says so', () => {
    const ended = hostcall(['run']);
    expect(ended.status).to.equal(2);
    expect(errorLine(ended)).to.equal("missing required argument 'prog.wasm'; see `hostcall run --help`");
  });

  it('takes options before the program only, and knows them all', () => {
    const ended = hostcall(['run', '--dri', '.', argumentsProgram]);
    expect(ended.status).to.equal(2);
    expect(errorLine(ended)).to.equal("unknown option '--dri'; did you mean --dir? See `hostcall run --help`");
    const lacking = hostcall(['run', '--dir']);
    expect(lacking.status).to.equal(2);
    expect(errorLine(lacking)).to.match(
      /^option '--dir HOST\[::GUEST\]\[:ro\]' lacks its argument; see `hostcall run --help`$/,
    );
  });

  it('shows where an error comes from with --debug, before the command or behind it', () => {
    for (const args of [
      ['--debug', 'run', 'missing.wasm'],
      ['run', '--debug', 'missing.wasm'],
    ]) {
      const { status, stderr } = hostcall(args, { cwd: scratch.path });
      expect(status).to.equal(2);
      expect(stderr).to.match(/^hostcall: missing.wasm: no such file;.*\nCommandLineError: .*\n +at /);
      expect(stderr).to.contain('ENOENT');
    }
  });
});
