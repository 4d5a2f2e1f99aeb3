/**
 * `npm run test:windows`: runs on a real Windows build of Node, under Wine, what differs there, and writes the table of scenarios into
 * `docs/windows.md`. Ends in `N passed, N failed`; the exit status is 0 only if nothing failed.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repository } from '../guests/build-cache.js';
import { Missing } from '../nodes/fetched-node.js';
import { forgetScenarios, LOG_FOLDER, notedScenarios } from './scenario-log.js';
import { figures, scenarioTable, unheard } from './scenario-table.js';
import { prepareWindowsNode, WINDOWS_COMMAND, type WindowsCommand } from './wine.js';

/** The tests that run there. The others do not depend on the platform, and have been run already. */
const TESTS = [
  'adapters/node/host-errors',
  'api/{load-directory,node}',
  'adapters/windows/*',
  'adapters/cli/run/{network,sockets}',
  'security/names',
  'windows/*',
  'semantics/*',
].map(path => `dist/tests/${path}.test.js`);
const PAGE = 'docs/windows.md';
const MOCHA = 'node_modules/mocha/bin/mocha.js';
const BEGIN = '<!-- written by npm run test:windows -->';
const END = '<!-- end -->';
/** The last line of the reporter. */
const SUMMARY = /^(\d+) passed, (\d+) failed$/m;
/** Minutes, on a machine that is busy with something else. */
const DEADLINE = 840_000;

process.chdir(fileURLToPath(repository));
process.exitCode = main();

function main(): number {
  const folder = process.env[LOG_FOLDER] ?? mkdtempSync(join(tmpdir(), 'hostcall-scenarios-'));
  try {
    return run(folder);
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    console.error(error.message);
    console.log('0 passed, 1 failed');
    return 1;
  } finally {
    if (process.env[LOG_FOLDER] === undefined) rmSync(folder, { recursive: true });
  }
}

function run(folder: string): number {
  const windows = prepareWindowsNode();
  if (notedScenarios(folder, 'here') === undefined) runHere(folder);
  forgetScenarios(folder, 'windows');
  const log = join(folder, 'windows.log');
  const output = openSync(log, 'w');
  const begin = performance.now();
  const links = plantLinks();
  const env = { [LOG_FOLDER]: folder, HOSTCALL_UNIX_LINKS: `Z:${links}` };
  const status = windows.run([MOCHA, '--exit', ...TESTS], output, env, DEADLINE);
  rmSync(links, { recursive: true });
  closeSync(output);
  const seconds = Math.round((performance.now() - begin) / 1000);
  const text = readFileSync(log, 'utf8');
  const summary = SUMMARY.exec(text);
  console.log(text.replace(SUMMARY, '').trimEnd());
  const atConsole = runAtConsole(windows);
  const outcomes = [...(notedScenarios(folder, 'here') ?? []), ...(notedScenarios(folder, 'windows') ?? [])];
  const missing = unheard(outcomes);
  if (summary === null || missing.length > 0) {
    console.log(
      `The run was not whole: ${status === null ? 'it took too long' : `no word of ${missing.join(', ') || 'its end'}`}.`,
    );
    console.log('0 passed, 1 failed');
    return 1;
  }
  writeTable(scenarioTable(outcomes));
  for (const line of figures(outcomes)) console.log(line);
  console.log(`The run on Windows took ${seconds} s.`);
  const [passed = 0, failed = 0] = [summary, atConsole]
    .map(counts)
    .reduce((all, one) => all.map((n, i) => n + (one[i] ?? 0)));
  console.log(`${passed} passed, ${failed} failed`);
  return status === 0 && failed === 0 ? 0 : 1;
}

/** How many tests passed and failed; one that failed where there is no summary. */
function counts(summary: RegExpExecArray | null): number[] {
  return summary === null ? [0, 1] : [Number(summary[1]), Number(summary[2])];
}

/** Runs here the tests that start Windows' Node at a terminal, of which Wine makes a console. */
function runAtConsole({ command, env }: WindowsCommand): RegExpExecArray | null {
  // How far Wine has drawn a console depends on how busy the machine is.
  const retries = ['--retries', process.env.HOSTCALL_RETRIES ?? '0'];
  const { stdout } = spawnSync(process.execPath, [MOCHA, ...retries, 'dist/tests/windows/console.test.js'], {
    env: { ...process.env, [WINDOWS_COMMAND]: JSON.stringify({ command, env }) },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  console.log(stdout.replace(SUMMARY, '').trimEnd());
  return SUMMARY.exec(stdout);
}

/** A directory with symbolic links out of it, which only this side can make. They are to Wine what other reparse points are to Windows. */
function plantLinks(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hostcall-links-'));
  for (const path of ['inside/plain', 'outside/deeper', 'outside/empty'])
    mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, 'outside/secret'), 'secret');
  writeFileSync(join(folder, 'inside/plain/file'), 'inside');
  symlinkSync('../outside', join(folder, 'inside/dir'));
  symlinkSync('../outside/empty', join(folder, 'inside/empty'));
  symlinkSync('../outside/secret', join(folder, 'inside/file'));
  symlinkSync('../outside/new', join(folder, 'inside/dangling'));
  return folder;
}

/** Runs the scenarios on this machine, for the other columns, which also builds the guests: clang would take long under Wine. */
function runHere(folder: string): void {
  spawnSync(process.execPath, [MOCHA, '--reporter', 'dot', 'dist/tests/semantics/*.test.js'], {
    env: { ...process.env, [LOG_FOLDER]: folder },
    stdio: 'inherit',
  });
}

function writeTable(table: string): void {
  const page = readFileSync(PAGE, 'utf8');
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`${PAGE} has no place for the table`);
  writeFileSync(PAGE, `${page.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${page.slice(end)}`);
}
