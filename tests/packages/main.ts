/**
 * `npm run test:packages`: packages that use `node:wasi`, in the main thread and in workers with shared memory, do the same on hostcall: each is run on
 * node:wasi and with `hostcall/register`, and what they print is compared byte for byte. What is done with each is in `uses.mjs`. Two more programs
 * have sockets and threads of their own, which node:wasi has not.
 *
 * It fetches the packages from the registry and keeps them in `~/.cache/hostcall`. Ends in `N passed, N failed`; the exit status is 0 only if nothing failed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repository } from '../guests/build-cache.js';
import { buildWat } from '../guests/build-wat.js';
import { cache, Missing } from '../nodes/fetched-node.js';
import { PLUGIN } from './plugin.js';
import { problemWithQuickJs, WASMEDGE_QUICKJS } from './wasmedge-quickjs.js';
import { problemWithZigThreads, ZIG_THREADS } from './zig-threads.js';

const here = fileURLToPath(new URL('tests/packages/', repository));
const register = new URL('dist/register/index.js', repository).href;

/** What they depend on are the versions of this day. */
const DAY = '2026-11-29';
/** As for a machine that has no native parts: npm then installs those for WASI. Some of them are not optional for anything, and have to be forced. */
const FOR_WASI = ['--cpu=wasm32', '--os=none', '--force', `--before=${DAY}`];
const QUIET = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
/** How long one may take, in milliseconds. */
const PATIENCE = 240_000;

process.exitCode = await main();

async function main(): Promise<number> {
  let folder: string;
  let quickJs: string | undefined;
  let zigThreads: string | undefined;
  try {
    folder = await installed();
    quickJs = await problemWithQuickJs();
    zigThreads = problemWithZigThreads();
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    console.log(`Skipped: ${error.message}`);
    console.log('0 passed, 0 failed');
    return 0;
  }
  const names: readonly string[] = JSON.parse(
    execFileSync(process.execPath, ['uses.mjs'], { cwd: folder, encoding: 'utf8' }),
  );
  const failures: string[] = [];
  const report = (name: string, problem: string | undefined) => {
    console.log(`${problem === undefined ? '✔' : '✘'} ${name}`);
    if (problem !== undefined) failures.push(`${name}\n${problem}`);
  };
  report(WASMEDGE_QUICKJS, quickJs);
  report(ZIG_THREADS, zigThreads);
  for (const name of names) report(name, problemWith(folder, name));
  if (failures.length > 0) console.log(`\n  ${failures.length} failing\n\n${failures.join('\n\n')}`);
  console.log(`${names.length + 2 - failures.length} passed, ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
}

/**
 * The folder in which the packages are installed.
 * @throws Missing if they cannot be had
 */
async function installed(): Promise<string> {
  const manifest = readFileSync(join(here, 'package.json'));
  const key = createHash('sha256').update(manifest).update(DAY).digest('hex').slice(0, 16);
  const folder = join(cache, `packages-${key}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const unfinished = mkdtempSync(join(cache, 'unpacked-'));
    writeFileSync(join(unfinished, 'package.json'), manifest);
    try {
      execFileSync('npm', ['install', ...FOR_WASI, ...QUIET], { cwd: unfinished, stdio: 'pipe' });
      renameSync(unfinished, folder);
    } catch (error) {
      rmSync(unfinished, { recursive: true });
      // Another process may have been faster.
      if (!existsSync(folder))
        throw new Missing(`the packages cannot be had from the registry: ${(error as Error).message.trim()}`);
    }
  }
  copyFileSync(join(here, 'uses.mjs'), join(folder, 'uses.mjs'));
  writeFileSync(join(folder, 'plugin.wasm'), await buildWat(PLUGIN));
  return folder;
}

/** The difference of a package on hostcall; undefined if there is none. */
function problemWith(folder: string, name: string): string | undefined {
  const theirs = use(folder, name, []);
  if (theirs.problem !== undefined) return `on node:wasi: ${theirs.problem}`;
  const file = join(folder, 'calls.txt');
  const ours = use(folder, name, ['--import', register]);
  if (ours.problem !== undefined) return `on hostcall: ${ours.problem}`;
  if (ours.stdout !== theirs.stdout)
    return `on hostcall it printed\n${ours.stdout}\nand on node:wasi\n${theirs.stdout}`;
  const traced = use(folder, name, ['--import', register], file);
  if (traced.problem !== undefined) return `traced: ${traced.problem}`;
  if (traced.stdout !== theirs.stdout) return `traced it printed\n${traced.stdout}\nand on node:wasi\n${theirs.stdout}`;
  const strange = readFileSync(file, 'utf8')
    .split('\n')
    .find(line => !/^(\[worker \d+\] )?([a-z0-9_]+\(.*\) += |\+\+\+ )/.test(line) && line !== '');
  return strange && `a line of the trace is not whole: ${strange}`;
}

interface Used {
  readonly stdout: string;
  readonly problem: string | undefined;
}

function use(folder: string, name: string, options: readonly string[], trace = ''): Used {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', ...options, 'uses.mjs', name],
    {
      cwd: folder,
      encoding: 'utf8',
      timeout: PATIENCE,
      maxBuffer: 2 ** 26,
      env: { ...env, NAPI_RS_FORCE_WASI: 'true', HOSTCALL_TRACE: trace },
    },
  );
  return { stdout, problem: status === 0 ? undefined : `it ended with ${signal ?? status}\n${stderr}` };
}
