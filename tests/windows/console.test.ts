import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { atTerminal } from '../adapters/cli/at-terminal.js';
import { BUILD_TIMEOUT, buildC } from '../guests/build-c.js';
import { repository } from '../guests/build-cache.js';
import { needing, pythonTerminal } from '../needs.js';
import { WINDOWS_COMMAND, type WindowsCommand } from './wine.js';

const given = process.env[WINDOWS_COMMAND];
const UNDER_WINE = { what: '`npm run test:windows`', met: given !== undefined && process.platform !== 'win32' };
/** Without a size, Wine shows a part of what is written. */
const SIZED = 'stty cols 80 rows 24; exec "$0" "$@"';
const ENTER = '\r';

// Wine makes a console of a terminal that it is started at. So these tests are run here, and start Windows' Node there.
needing(UNDER_WINE, pythonTerminal()).describe('a program at a console of Windows', function () {
  this.timeout(120_000);
  let folder: string;
  let wasm: string;

  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    folder = mkdtempSync(join(tmpdir(), 'hostcall-console-'));
    wasm = join(folder, 'interactive.wasm');
    writeFileSync(wasm, await buildC('interactive'));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** The final screen, without control sequences. */
  function screen(words: readonly string[], typing: Parameters<typeof atTerminal>[1]) {
    const { command, env } = JSON.parse(given as string) as WindowsCommand;
    const bin = new URL('dist/bin/hostcall.js', repository).pathname;
    const seen = atTerminal(['sh', '-c', SIZED, ...command, bin, ...words], typing, env);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the control characters of terminals
    const text = seen.screen.replace(/\x1b(?:\[[?\d;]*[A-Za-z]|\][^\x07]*\x07)/g, '').replaceAll('\r', '');
    return { status: seen.status, text };
  }

  const run = (name: string, typing: Parameters<typeof atTerminal>[1]) =>
    screen(['run', '--argv0', name, wasm], typing);

  it('reads a line of UTF-8 as it is typed, and echoes it', () => {
    const { text } = run('impatient', [['EAGAIN', `zwölf 日本${ENTER}`]]);
    // With the CR LF at its end.
    expect(text).to.match(/^-1 EAGAIN\n+zwölf 日本\n+15\n+$/);
  });

  it('returns EAGAIN to a program that does not want to wait', () => {
    const { text } = run('impatient', [['EAGAIN', `typed${ENTER}`]]);
    // The end of a line is CR LF.
    expect(text).to.match(/^-1 EAGAIN\n+typed\n+7\n+$/);
  });

  it('is stopped while it waits', () => {
    const { status, text } = screen(['run', '--timeout', '300ms', '--argv0', 'repl', wasm], []);
    expect(text).to.match(/^>.*hostcall: the program was ended after/s);
    expect(status).to.equal(124);
  });
});
