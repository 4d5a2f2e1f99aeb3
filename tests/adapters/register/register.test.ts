import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { errorLine, hostcall, PATIENCE, Scratch } from '../cli/command-line.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

const imports = `
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_tell" (func $fd_tell (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sched_yield" (func $sched_yield (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)`;

/** Programs by name. */
const programs = {
  yields: `(func (export "_start") (drop (call $sched_yield)))`,
  greets: `(data (i32.const 0) "\\08\\00\\00\\00\\02\\00\\00\\00hi")
    (func (export "_start") (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16))))`,
  many: `(global $left (mut i32) (i32.const 500))
    (func (export "_start") (loop $again (drop (call $sched_yield))
      (global.set $left (i32.sub (global.get $left) (i32.const 1)))
      (br_if $again (global.get $left))))`,
  tells: `(func (export "_start") (drop (call $fd_tell (i32.const 0) (i32.const 8))) (call $proc_exit (i32.load (i32.const 8))))`,
  exits: `(func (export "_start") (call $proc_exit (i32.const 7)))`,
  traps: `(func (export "_start") unreachable)`,
  misses: `(data (i32.const 0) "none")
    (func (export "_start") (drop (call $path_open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 4) (i32.const 0)
      (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 16))))`,
  times: `(func (export "_initialize")) (func (export "now") (result i64)
    (drop (call $clock_time_get (i32.const 1) (i64.const 1) (i32.const 8))) (i64.load (i32.const 8)))`,
};

/** The beginning of the scripts: a function that runs a program, and one that waits for a worker. */
const prologue = `
  import { WASI } from 'node:wasi';
  import { readFileSync } from 'node:fs';
  import { Worker, isMainThread, parentPort, threadId, workerData } from 'node:worker_threads';
  const instantiate = (name, wasi) =>
    new WebAssembly.Instance(new WebAssembly.Module(readFileSync(name + '.wasm')), wasi.getImportObject());
  const run = (name, options) => {
    const wasi = new WASI({ version: 'preview1', ...options });
    return wasi.start(instantiate(name, wasi));
  };
  const ended = worker => new Promise((resolve, reject) => worker.on('exit', resolve).on('error', reject));
  const self = new URL(import.meta.url);
`;

describe('hostcall/register', function () {
  this.timeout(2 * PATIENCE);
  let scratch: Scratch;

  before(async () => {
    scratch = new Scratch();
    scratch.file('package.json', '{ "type": "module" }');
    scratch.file('input.txt', 'input');
    for (const [name, text] of Object.entries(programs))
      await scratch.module(`${name}.wasm`, `(module ${imports} ${text})`);
    // As it is installed.
    mkdirSync(join(scratch.path, 'node_modules'));
    symlinkSync(root, join(scratch.path, 'node_modules/hostcall'), 'junction');
  });
  after(() => scratch.remove());

  /** Runs a script with the entry point, and the variable set. */
  function node(
    script: string,
    trace?: string,
    options: { readonly plain?: true; readonly stdin?: number } = {},
  ): SpawnSyncReturns<string> {
    const file = scratch.file('app.js', `${prologue}${script}`);
    const { HOSTCALL_TRACE: _, NODE_OPTIONS: __, ...env } = process.env;
    const register = options.plain ? [] : ['--import', 'hostcall/register'];
    return spawnSync(process.execPath, ['--no-warnings', ...register, file], {
      cwd: scratch.path,
      encoding: 'utf8',
      timeout: PATIENCE,
      env: { ...env, ...(trace !== undefined && { HOSTCALL_TRACE: trace }) },
      stdio: [options.stdin ?? 'ignore', 'pipe', 'pipe'],
    });
  }

  it('gives its class to every kind of import', () => {
    const { stdout, stderr } = node(`
      import { createRequire } from 'node:module';
      import module, * as names from 'wasi';
      const require = createRequire(import.meta.url);
      const found = [module.WASI, names.WASI, require('wasi').WASI, require('node:wasi').WASI,
        process.getBuiltinModule('wasi').WASI, (await import('node:wasi')).WASI];
      console.log(found.every(each => each === WASI));
      const wasi = new WASI({ version: 'preview1', unknown: true });
      console.log('hostcalls$' in wasi, wasi instanceof WASI, wasi.constructor.name, WASI.name);
      class More extends WASI { more() { return 1; } }
      console.log(new More({ version: 'preview1' }).more(), new More({ version: 'preview1' }) instanceof WASI);
      try { new WASI({ version: 'preview9' }); } catch ({ code }) { console.log(code); }
      console.log(run('yields'));`);
    expect(stderr).to.equal('');
    expect(stdout.split('\n')).to.deep.equal([
      'true',
      'true true WASI WASI',
      '1 true',
      'ERR_INVALID_ARG_VALUE',
      '0',
      '',
    ]);
  });

  const everywhere = `
    run('yields');
    if (isMainThread && process.argv[2] === undefined) {
      await ended(new Worker(self));
      await ended(new Worker(self, { execArgv: [], env: process.env }));
      const { spawnSync } = await import('node:child_process');
      spawnSync(process.execPath, [self.pathname, 'child'], { stdio: 'inherit' });
    }`;

  it('is in workers and child processes too, and says who calls', () => {
    const { stderr } = node(everywhere, '-');
    expect(
      stderr
        .replace(/pid \d+/g, 'pid N')
        .replace(/ +=/g, ' =')
        .split('\n'),
    ).to.deep.equal([
      'sched_yield() = 0',
      '+++ exited with 0 +++',
      '[worker 1] sched_yield() = 0',
      '[worker 1] +++ exited with 0 +++',
      '[worker 2] sched_yield() = 0',
      '[worker 2] +++ exited with 0 +++',
      '[pid N] sched_yield() = 0',
      '[pid N] +++ exited with 0 +++',
      '',
    ]);
  });

  it('writes what hostcall diff compares, and folds calls', () => {
    const twice = (name: string, options: string) => {
      const path = join(scratch.path, name);
      node(`if (isMainThread) await ended(new Worker(self)); else run('many');`, `${options} -o ${path}`);
      return path;
    };
    const [long, short] = [twice('long.txt', ''), twice('short.txt', '--fold')];
    expect(readFileSync(short, 'utf8')).to.equal(
      '[worker 1] sched_yield()                = 0\n[worker 1]  * repeated 499 times more\n[worker 1] +++ exited with 0 +++\n',
    );
    expect(hostcall(['diff', long, short]).status).to.equal(0);
    const { stderr } = node(
      `const { wasiImport } = new WASI({ version: 'preview1' }); for (const _ of [1, 2, 3]) wasiImport.sched_yield();`,
      '--fold',
    );
    expect(stderr).to.equal('sched_yield()                           = 0\n * repeated 2 times more\n');
  });

  it('writes NDJSON in which each line says who calls', () => {
    const file = join(scratch.path, 'calls.ndjson');
    const { stderr } = node(everywhere, file);
    expect(stderr).to.equal('');
    const lines = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    const main = lines[0].pid;
    const calls = lines.filter(({ type }) => type === 'call');
    expect(calls.map(({ pid, worker, name }) => [pid === main, worker, name])).to.deep.equal([
      [true, undefined, 'sched_yield'],
      [true, 1, 'sched_yield'],
      [true, 2, 'sched_yield'],
      [false, undefined, 'sched_yield'],
    ]);
    expect(lines.filter(({ type }) => type === 'trace')).to.have.length(4);
    expect(lines.filter(({ type }) => type === 'end')).to.have.length(4);
  });

  it('writes whole lines, however many threads write to the file', () => {
    const file = join(scratch.path, 'calls.txt');
    const { stderr } = node(
      `if (isMainThread) await Promise.all([1, 2, 3, 4].map(() => ended(new Worker(self))));
      run('many');`,
      file,
    );
    expect(stderr).to.equal('');
    const lines = readFileSync(file, 'utf8').split('\n');
    const count = (line: string) => lines.filter(each => each === line).length;
    expect(lines.pop()).to.equal('');
    expect(lines).to.have.length(5 * 501);
    expect(count('sched_yield()                           = 0')).to.equal(500);
    for (const worker of [1, 2, 3, 4]) {
      expect(count(`[worker ${worker}] sched_yield()                = 0`)).to.equal(500);
      expect(count(`[worker ${worker}] +++ exited with 0 +++`)).to.equal(1);
    }
  });

  it('has the lines and counts of a worker that is ended while it waits', () => {
    const file = join(scratch.path, 'waiting.txt');
    const { status } = node(
      `if (isMainThread) new Worker(self).on('message', () => process.exit(3));
      else {
        run('yields');
        parentPort.postMessage('now');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      }`,
      `-C -o ${file}`,
    );
    expect(status).to.equal(3);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.slice(0, 2)).to.deep.equal([
      '[worker 1] sched_yield()                = 0',
      '[worker 1] +++ exited with 0 +++',
    ]);
    expect(lines.at(-1)).to.match(/ 1 +total$/);
  });

  it('takes options as trace does, and tampers', () => {
    const { stderr, stdout } = node(
      `console.log(run('greets'));`,
      `-e fd_write -e "inject=fd_write:error=ENOSPC" --explain-failures`,
    );
    expect(stdout).to.equal('0\n');
    expect(stderr).to.contain('= -1 ENOSPC (No space left on device) (INJECTED)\n');
    expect(stderr).to.contain('1 call failed, for 1 reason:');
  });

  it('shows where a descriptor leads on the host', () => {
    const { stderr } = node(`run('misses', { preopens: { '/data': '.' } });`, '-yy -e path_open -a 0');
    expect(stderr).to.match(/^path_open\(3<\/data<DIRECTORY, /);
    expect(stderr).to.contain(`"${scratch.path}">>`);
    expect(stderr).to.contain('= -1 ENOENT');
  });

  it('keeps its lines apart from what the guest prints', () => {
    const { stdout, stderr } = node(`run('greets');`, '-o /dev/stdout');
    expect(stderr).to.equal('');
    expect(stdout).to.equal('hi\nfd_write(1<stdout>, [{buf="hi", buf_len=2}], 1) = 2\n+++ exited with 0 +++\n');
  });

  it('reports how a guest ended that ends the process, or traps', () => {
    const exiting = node(`run('exits', { returnOnExit: false });`, '-');
    expect(exiting.status).to.equal(7);
    expect(exiting.stderr).to.equal('proc_exit(7)                            = ?\n+++ exited with 7 +++\n');
    const trapping = node(`try { run('traps'); } catch ({ message }) { console.log(message); }`, '-');
    expect(trapping.stdout).to.equal('unreachable\n');
    expect(trapping.stderr).to.equal('+++ trapped: unreachable +++\n');
  });

  it('still has the kernel’s calls that it takes from node:wasi', () => {
    const stdin = openSync(join(scratch.path, 'input.txt'), 'r');
    const { status, stderr } = node(
      `import { readSync } from 'node:fs'; readSync(0, new Uint8Array(3)); process.exit(run('tells'));`,
      undefined,
      { stdin },
    );
    expect(stderr).to.equal('');
    expect(status).to.equal(3);
  });

  it('has one MONOTONIC clock for all threads of a process', () => {
    const times = `
      const wasi = new WASI({ version: 'preview1' });
      const instance = instantiate('times', wasi);
      wasi.initialize(instance);
      const now = instance.exports.now;
      if (!isMainThread) parentPort.postMessage(now());
      else {
        const before = now();
        const there = await new Promise(resolve => new Worker(self).on('message', resolve));
        console.log(before < there && there < now());
      }`;
    expect(node(times).stdout).to.equal('true\n');
    expect(node(times, undefined, { plain: true }).stdout, 'node:wasi').to.equal('true\n');
  });

  for (const [what, trace, status, message] of [
    ['an option that there is not', '-Q', 2, "HOSTCALL_TRACE: unknown option '-Q'; see `hostcall trace-node --help`"],
    [
      'a word that is no option',
      '-c calls.txt',
      2,
      "HOSTCALL_TRACE: 'calls.txt' is no option; write the name of a file alone, or behind -o",
    ],
    ['options that exclude each other', '-z -Z', 2, '-z and -Z exclude each other; use one of them'],
    ['a quote that is not closed', `-e '%file`, 2, "a quote is not closed: -e '%file; add '"],
    [
      'a file that cannot be',
      'none/calls.txt',
      125,
      /^the trace can't be written to none\/calls\.txt: ENOENT.*; name another file with -o$/,
    ],
  ] as const)
    it(`says in one line what is wrong with ${what}`, () => {
      const ended = node(`run('yields');`, trace);
      expect(ended.status).to.equal(status);
      if (typeof message === 'string') expect(errorLine(ended)).to.equal(message);
      else expect(errorLine(ended)).to.match(message);
    });
});
