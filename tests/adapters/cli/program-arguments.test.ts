import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { refuseNodeArguments } from '../../../adapters/cli/node-arguments.js';
import { needing, POSIX } from '../../needs.js';
import { bin, errorLine, hostcall, Scratch } from './command-line.js';
import { ARGUMENTS } from './programs.js';

const PROGRAM = 'arguments.wasm';
/** What Node takes for itself wherever it stands. */
const TAKEN_BY_NODE = /^--(env-file|experimental-(default-)?config-file)/;

/** Options of Node, of npm and of hostcall, whose names a program may use for its own. */
const OPTIONS = [
  ...[...process.allowedNodeEnvironmentFlags].filter(flag => !TAKEN_BY_NODE.test(flag)),
  ...['-c', '1', '-e', '-p', '-i', '-r', './nothing.cjs', '-h', '-v', '--help', '--version', '--run', 'start'],
  ...['--check', '--test', '--watch', '--inspect-brk', '--eval=1', '--import=nothing', '--yes', '--package=nothing'],
  ...['--debug', '--dir', '.', '--env', 'A=b', '--invoke', 'main', '-', '--', '--', 'end'],
];
const FILES = ['--env-file', 'nothing.env', '--env-file=nothing.env', '--env-file-if-exists', 'nothing.env'];

describe('the arguments after the program', () => {
  let scratch: Scratch;
  before(async () => {
    scratch = new Scratch();
    await scratch.module(PROGRAM, ARGUMENTS);
  });
  after(() => scratch.remove());

  const printed = (args: readonly string[]) => [PROGRAM, ...args].map(argument => `${argument}\0`).join('');
  const inScratch = () => ({ cwd: scratch.path });

  for (const command of [['run'], ['trace', '-e', 'none', '-o', 'trace.txt'], ['record', '-o', 'run.hcr']]) {
    it(`are all the program's: ${command[0]}`, () => {
      expect(hostcall([...command, PROGRAM, ...OPTIONS], inScratch())).to.include({
        status: 0,
        stdout: printed(OPTIONS),
      });
    });

    it(`are all the program's behind --, also those that Node looks for everywhere: ${command[0]}`, () => {
      const args = [...FILES, ...OPTIONS];
      expect(hostcall([...command, '--', PROGRAM, ...args], inScratch())).to.deep.include({
        status: 0,
        stdout: printed(args),
      });
    });
  }

  needing(POSIX).it('are the same through npm’s link for the command, and through npx', () => {
    // There npm makes scripts instead.
    const modules = join(scratch.path, 'node_modules');
    mkdirSync(join(modules, '.bin'), { recursive: true });
    symlinkSync(bin, join(modules, '.bin', 'hostcall'));
    scratch.file('package.json', '{}');
    const args = ['-c', '1', '--env-file', 'nothing.env', '--require', 'nothing', '--yes'];
    for (const command of ['node_modules/.bin/hostcall', 'npx']) {
      const before = command === 'npx' ? ['hostcall'] : [];
      const { stdout, stderr } = spawnSync(command, [...before, 'run', '--', PROGRAM, ...args], {
        cwd: scratch.path,
        encoding: 'utf8',
        input: '',
        env: { ...process.env, npm_config_offline: 'true', npm_config_update_notifier: 'false' },
      });
      expect({ stdout, stderr }, command).to.deep.equal({ stdout: printed(args), stderr: '' });
    }
  });

  it('are refused if Node has consumed one of them', () => {
    scratch.file('settings.env', 'A=b\n');
    for (const argument of ['--env-file=settings.env', '--env-file-if-exists=settings.env']) {
      const ended = hostcall(['run', PROGRAM, argument], inScratch());
      expect(ended.status).to.equal(2);
      expect(ended.stdout).to.equal('');
      expect(errorLine(ended)).to.equal(
        `Node reads the argument '${argument}' itself, before hostcall starts; write \`--\` before the program: hostcall run -- prog.wasm …`,
      );
    }
  });

  it('are refused behind -- only on a Node that parses options there too', () => {
    const refused = (version: string, ...words: string[]) => {
      try {
        refuseNodeArguments(words, version);
        return false;
      } catch (error) {
        expect((error as Error).message).to.match(/^Node reads|^Node v\d+\.\d+\.\d+ reads/);
        return true;
      }
    };
    const config = ['run', '--', PROGRAM, '--experimental-config-file=a.json'];
    expect(refused('v20.19.0', ...config)).to.equal(false);
    expect(refused('v22.23.5', ...config)).to.equal(true);
    expect(refused('v24.0.0', 'run', PROGRAM, '--experimental-default-config-file')).to.equal(true);
    expect(refused('v26.0.0', ...config)).to.equal(false);
    expect(refused('v26.0.0', 'run', '--', PROGRAM, '--env-file')).to.equal(false);
    expect(refused('v26.0.0', 'run', PROGRAM, '--env-filename', '--experimental-config-files')).to.equal(false);
  });
});
