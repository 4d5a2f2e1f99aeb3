import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect } from 'chai';
import { needing, systemFile } from '../../../needs.js';
import { bin, errorLine, hostcall, PATIENCE, Scratch } from '../command-line.js';
import { MOVING } from './moving.js';

const ESCAPE = '\x1b[';

describe('hostcall trace has colours', () => {
  let scratch: Scratch;
  let command: string[];
  let plain: string;

  before(async () => {
    scratch = new Scratch();
    scratch.file('in.txt', 'hello, world');
    command = ['--host', 'deterministic', '--dir', `${scratch.path}::/`, await scratch.module('moving.wasm', MOVING)];
    plain = hostcall(['trace', ...command]).stderr;
    expect(plain).to.not.contain(ESCAPE);
  });
  after(() => scratch.remove());

  const traced = (options: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    hostcall(['trace', ...options, ...command], { env: { ...env } }).stderr;

  it('where they are asked for, and apart from them the same text', () => {
    const text = traced(['--color=always']);
    expect(stripVTControlCharacters(text)).to.equal(plain);
    // Name, string, descriptor and errno each have one of their own.
    for (const piece of ['fd_read', '"in.txt"', '</in.txt>', '-1 EILSEQ (Illegal byte sequence)']) {
      const at = text.indexOf(piece);
      expect(at, piece).to.be.above(0);
      expect(text.slice(at - 6, at), piece).to.contain(ESCAPE);
      expect(text.slice(at + piece.length, at + piece.length + 2), piece).to.equal(ESCAPE);
    }
  });

  for (const [env, coloured] of [
    [{}, false],
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '' }, true],
    [{ FORCE_COLOR: '0' }, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '' }, true],
  ] as const) {
    it(`as the environment says: ${JSON.stringify(env)}`, () => {
      expect(traced([], env).includes(ESCAPE)).to.equal(coloured);
      expect(traced(['--color', 'never'], env)).to.equal(plain);
      expect(traced(['--color', 'always'], env)).to.contain(ESCAPE);
    });
  }

  it('never in a file', () => {
    const trace = join(scratch.path, 'trace.txt');
    expect(traced(['-o', trace, '--color=always'], { FORCE_COLOR: '1' })).to.equal('');
    expect(readFileSync(trace, 'utf8')).to.not.contain(ESCAPE);
  });

  needing(systemFile('/usr/bin/script')).it('by default on a terminal, unless NO_COLOR is set or it has none', () => {
    // util-linux' `script` runs a command on a terminal of its own.
    const onTerminal = (env: Readonly<Record<string, string>>) => {
      const line = [process.execPath, bin, 'trace', ...command].map(word => `'${word}'`).join(' ');
      const { stdout } = spawnSync('/usr/bin/script', ['-qec', line, '/dev/null'], {
        encoding: 'utf8',
        input: '',
        timeout: PATIENCE,
        env: { PATH: process.env.PATH, TERM: 'xterm', ...env },
      });
      expect(stripVTControlCharacters(stdout)).to.contain('path_open(3</>, 0, "in.txt"');
      return stdout.includes(`${ESCAPE}1m`) || stdout.includes(`${ESCAPE}32m`);
    };
    expect(onTerminal({})).to.equal(true);
    expect(onTerminal({ NO_COLOR: '1' })).to.equal(false);
    expect(onTerminal({ TERM: 'dumb' })).to.equal(false);
  });

  it('refuses another choice', () => {
    const ended = hostcall(['trace', '--color=blue', ...command]);
    expect(ended.status).to.equal(2);
    expect(errorLine(ended)).to.match(/^invalid --color 'blue'; write one of auto, always, never$/);
  });
});
