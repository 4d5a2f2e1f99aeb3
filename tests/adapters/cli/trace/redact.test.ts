import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { hostcall, Scratch } from '../command-line.js';
import * as programs from '../programs.js';
import { MOVING } from './moving.js';

const SECRET = 'Xq7ZwK9jVp';

/** That no four bytes of a secret are in a text, however they may be written. */
function expectNothingOf(secret: string, text: string): void {
  for (let from = 0; from + 4 <= secret.length; from++) {
    const piece = Buffer.from(secret.slice(from, from + 4));
    for (const form of [
      piece.toString(),
      piece.toString('hex'),
      piece.toString('hex').replace(/../g, '\\x$&'),
      piece.toString('hex').replace(/..(?=.)/g, '$& '),
      piece.toString('base64').slice(0, 5),
    ])
      expect(text).to.not.contain(form);
  }
}

describe('hostcall trace --redact', () => {
  let scratch: Scratch;

  before(() => {
    scratch = new Scratch();
  });
  after(() => scratch.remove());

  /** Every option that shows more than usual. */
  const CURIOUS = ['-v', '-yy', '-k', '-T', '-s', '100000', '-e', 'read=all', '-e', 'write=all'];

  /** A trace that shows nothing of the secret, in whichever way it is printed. */
  function redacted(...words: string[]): string {
    const trace = join(scratch.path, 'trace.txt');
    for (const options of [['-x'], ['-xx'], ['-X', 'verbose'], ['-X', 'raw'], []]) {
      expect(hostcall(['trace', '--redact', '-o', trace, ...CURIOUS, ...options, ...words]).status).to.equal(0);
      const text = readFileSync(trace, 'utf8');
      expectNothingOf(SECRET, text);
    }
    return readFileSync(trace, 'utf8');
  }

  it('hides arguments, but not how many there are', async () => {
    const program = await scratch.module('arguments.wasm', programs.ARGUMENTS);
    const text = redacted(program, SECRET, `--password=${SECRET}`);
    expect(text).to.contain('args_get(["**************", "**********", "*********************"], ');
    expect(text).to.contain('args_sizes_get([3], ');
    expect(text).to.match(/fd_write\(1<.*>, \[\{buf=""\.\.\., buf_len=48\}\], 1\) = 48/);
    expect(text).to.contain(' * 48 bytes in buffer 0\n >');
  });

  it('hides the values of environment variables, but not their names', async () => {
    const program = await scratch.module('environment.wasm', programs.ENVIRONMENT);
    const text = redacted('--env', `TOKEN=${SECRET}=${SECRET}`, '--env', 'EMPTY=', program);
    expect(text).to.contain('environ_get(["TOKEN=*********************", "EMPTY="], ');
  });

  it('hides what is read, written and drawn at random, but not names and sizes', async () => {
    const program = await scratch.module('moving.wasm', MOVING);
    scratch.file('in.txt', `${SECRET}${SECRET}`);
    const text = redacted('--dir', `${scratch.path}::/`, program);
    expect(text).to.contain('path_open(3</');
    expect(text).to.contain('"in.txt", 0, FD_READ|FD_FILESTAT_GET, 0, 0) = 4</in.txt<');
    expect(text).to.contain('[{buf=""..., buf_len=5}, {buf="", buf_len=0}, {buf=""..., buf_len=100}], 3) = 20');
    expect(text).to.contain(' * 5 bytes in buffer 0\n * 15 bytes in buffer 2\n');
    expect(text).to.contain('random_get(""..., 4)');
  });

  for (const format of ['ndjson', 'chrome', 'speedscope']) {
    it(`hides the same in ${format}`, async () => {
      const trace = join(scratch.path, `trace.${format}`);
      const options = ['-o', trace, '--format', format, '--env', `TOKEN=${SECRET}`, '--dir', `${scratch.path}::/`];
      scratch.file('in.txt', SECRET);
      for (const [name, program] of [
        ['arguments.wasm', programs.ARGUMENTS],
        ['environment.wasm', programs.ENVIRONMENT],
        ['moving.wasm', MOVING],
      ] as const) {
        const words = [...options, ...CURIOUS, await scratch.module(name, program), SECRET];
        hostcall(['trace', '--redact', ...words]);
        expectNothingOf(SECRET, readFileSync(trace, 'utf8'));
        hostcall(['trace', ...words]);
        if (format === 'ndjson') expect(readFileSync(trace, 'utf8')).to.contain(SECRET.slice(0, 5));
      }
    });
  }

  it('is needed: without it the secret is shown', async () => {
    const program = await scratch.module('arguments.wasm', programs.ARGUMENTS);
    expect(hostcall(['trace', ...CURIOUS, program, SECRET]).stderr).to.contain(SECRET);
  });
});
