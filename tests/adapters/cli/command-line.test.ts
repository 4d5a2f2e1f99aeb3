import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, cpSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { commands } from '../../../adapters/cli/commands.js';
import { LINUX, needing, systemFile } from '../../needs.js';
import { bin, errorLine, hostcall, PATIENCE, Scratch } from './command-line.js';
import { EMPTY } from './programs.js';

describe('hostcall', () => {
  it('is an executable file for Node', () => {
    expect(readFileSync(bin, 'utf8')).to.match(/^#!\/usr\/bin\/env node\n/);
  });

  it('prints its version', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'));
    const { status, stdout, stderr } = hostcall(['--version']);
    expect([status, stderr]).to.deep.equal([0, '']);
    const [first, ...rest] = stdout.split('\n');
    expect(first).to.equal(version);
    expect(rest.join('\n')).to.match(LINUX.met ? /^files through (koffi|node:ffi|fs)( \(koffi [^\n]+\))?\n$/ : /^$/);
  });

  it('helps, by option and by command', () => {
    for (const args of [['--help'], ['-h'], ['help']]) {
      const { status, stdout, stderr } = hostcall(args);
      expect(status).to.equal(0);
      expect(stderr).to.equal('');
      for (const { name } of commands) expect(stdout).to.match(new RegExp(`^  ${name} `, 'm'));
      expect(stdout).to.contain('Exit status:');
    }
  });

  for (const { name: command } of commands)
    it(`helps with ${command}, with examples and exit statuses`, () => {
      const { status, stdout, stderr } = hostcall([command, '--help']);
      expect(status).to.equal(0);
      expect(stderr).to.equal('');
      expect(stdout).to.contain(`Usage: hostcall ${command}`);
      expect(stdout).to.match(/^Examples?:$/m);
      expect(stdout).to.contain('Exit status:');
      expect(hostcall(['help', command]).stdout).to.equal(stdout);
    });

  it('loads only what it needs', async () => {
    const scratch = new Scratch();
    try {
      const alone = join(scratch.path, 'hostcall.mjs');
      cpSync(bin, alone);
      for (const file of ['command-line.js', 'run-command-line.js'])
        cpSync(join(dirname(bin), file), join(scratch.path, file));
      scratch.file('package.json', '{ "type": "module" }');
      const empty = await scratch.module('empty.wasm', EMPTY);
      for (const args of [
        ['--version'],
        ['--help'],
        ['help', 'trace'],
        ['explain', '--help'],
        ['run', '--dir', '.', empty],
      ]) {
        const { status, stderr } = spawnSync(process.execPath, [alone, ...args], {
          encoding: 'utf8',
          timeout: PATIENCE,
        });
        expect({ status, stderr }, args.join(' ')).to.deep.equal({ status: 0, stderr: '' });
      }
    } finally {
      scratch.remove();
    }
  });

  it('prints its usage when no command is given', () => {
    const { status, stdout, stderr } = hostcall([]);
    expect(status).to.equal(2);
    expect(stdout).to.equal('');
    expect(stderr).to.match(/^Usage: hostcall[\s\S]*\nhostcall: no command was given; see the list above\n$/);
  });

  it('suggests the command that was meant', () => {
    const misspelt = hostcall(['rum']);
    expect(misspelt.status).to.equal(2);
    expect(errorLine(misspelt)).to.equal("unknown command 'rum'; did you mean run? See `hostcall --help`");
    const program = hostcall(['prog.wasm']);
    expect(program.status).to.equal(2);
    expect(errorLine(program)).to.equal("unknown command 'prog.wasm'; to run a program: hostcall run prog.wasm");
    const option = hostcall(['--frob']);
    expect(option.status).to.equal(2);
    expect(errorLine(option)).to.equal("unknown option '--frob'; see `hostcall --help`");
  });

  it('prints its usage for help with an unknown command', () => {
    const { status, stdout, stderr } = hostcall(['help', 'frob']);
    expect(status).to.equal(2);
    expect(stdout).to.equal('');
    expect(stderr).to.match(/^Usage: hostcall[\s\S]*\nhostcall: unknown command 'frob'; see the list above\n$/);
  });

  needing(systemFile('/dev/full')).describe('where nothing more can be written', () => {
    const full = '/dev/full';

    it('says so, and does not report a bug', () => {
      const fd = openSync(full, 'w');
      const told = hostcall(['explain', 'rights'], { stdio: ['ignore', fd, 'pipe'] });
      const silent = hostcall(['explain', 'rights'], { stdio: ['ignore', fd, fd] });
      closeSync(fd);
      expect(told.status).to.equal(125);
      expect(errorLine(told)).to.match(/^the output can't be written: ENOSPC.*; send it to where there is room$/);
      expect(silent.status).to.equal(125);
    });
  });

  it('counts arguments', () => {
    expect(errorLine(hostcall(['explain', 'a', 'b', 'c']))).to.equal(
      "too many arguments for 'explain': 3 instead of 2; see `hostcall explain --help`",
    );
  });

  it('prints no error when its reader has gone', async () => {
    const child = spawn(process.execPath, [bin, 'explain', 'hostcalls'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text;
    });
    const [status] = await once(child, 'close');
    expect(stderr).to.equal('');
    expect(status).to.equal(0);
  });
});
