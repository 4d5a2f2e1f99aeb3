import { expect } from 'chai';
import { errorLine, hostcall, Scratch } from '../command-line.js';
import * as programs from '../programs.js';

describe('hostcall run', () => {
  let scratch: Scratch;
  let argumentsProgram: string;
  let environmentProgram: string;

  before(async () => {
    scratch = new Scratch();
    argumentsProgram = await scratch.module('arguments.wasm', programs.ARGUMENTS);
    environmentProgram = await scratch.module('environment.wasm', programs.ENVIRONMENT);
  });
  after(() => scratch.remove());

  describe('arguments', () => {
    const seen = (args: readonly string[]) =>
      hostcall(['run', ...args])
        .stdout.split('\0')
        .slice(0, -1);

    it('go to the program from its name on, whatever they look like', () => {
      const args = [
        '--help',
        '-x',
        '--dir',
        '.',
        '--',
        '',
        ' ',
        'a b',
        '"',
        "'",
        '$HOME',
        'ü☃𝄞',
        '*',
        '\n',
        '--version',
      ];
      expect(seen([argumentsProgram, ...args])).to.deep.equal(['arguments.wasm', ...args]);
    });

    it('may follow a program whose name looks like an option, behind --', async () => {
      await scratch.module('-x.wasm', programs.ARGUMENTS);
      const { stdout } = hostcall(['run', '--', '-x.wasm', 'a'], { cwd: scratch.path });
      expect(stdout).to.equal('-x.wasm\0a\0');
    });

    it('have another name before them with --argv0', () => {
      expect(seen(['--argv0', 'ls', argumentsProgram, 'a'])).to.deep.equal(['ls', 'a']);
      expect(seen(['--argv0=', argumentsProgram])).to.deep.equal(['']);
    });
  });

  describe('--env', () => {
    const seen = (options: readonly string[]) =>
      hostcall(['run', ...options, environmentProgram], { env: { ...process.env, PASSED: 'p=q', HIDDEN: 'h' } })
        .stdout.split('\0')
        .slice(0, -1);

    it('sets a variable, or passes the host’s on; nothing else is there', () => {
      expect(seen([])).to.deep.equal([]);
      expect(
        seen(['--env', 'A=1', '--env', 'PASSED', '--env=B=', '--env', 'NOT_THERE', '--env', 'constructor']),
      ).to.deep.equal(['A=1', 'PASSED=p=q', 'B=']);
    });

    it('keeps odd characters', () => {
      expect(seen(['--env', 'ODD=ü \n"$x'])).to.deep.equal(['ODD=ü \n"$x']);
    });

    it('without a name is refused', () => {
      const ended = hostcall(['run', '--env', '=x', environmentProgram]);
      expect(ended.status).to.equal(2);
      expect(errorLine(ended)).to.equal("--env '=x' has no name; write --env NAME=VALUE");
    });
  });
});
