import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { summaryOfAll } from '../../../../application/tracing/index.js';
import { needing, POSIX, pythonTerminal } from '../../../needs.js';
import { atTerminal } from '../at-terminal.js';
import { bin, errorLine, hostcall, PATIENCE, Scratch } from '../command-line.js';

const RUN = `
  const { WASI } = require('node:wasi');
  const wasi = new WASI({ version: 'preview1' });
  const compiled = new WebAssembly.Module(require('node:fs').readFileSync(__dirname + '/yields.wasm'));
  wasi.start(new WebAssembly.Instance(compiled, wasi.getImportObject()));`;

describe('hostcall trace-node', function () {
  this.timeout(PATIENCE);
  let scratch: Scratch;
  const traceNode = (...args: string[]) => hostcall(['trace-node', ...args], { cwd: scratch.path });

  before(async () => {
    scratch = new Scratch();
    await scratch.module(
      'yields.wasm',
      `(module (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
        (memory (export "memory") 1) (func (export "_start") (drop (call $yield))))`,
    );
    scratch.file('app.cjs', `${RUN} process.exitCode = 5; console.log(process.argv.slice(2).join());`);
    scratch.file(
      'parent.cjs',
      `require('node:child_process').spawnSync(process.execPath, [__dirname + '/app.cjs'], { stdio: 'inherit' });`,
    );
  });
  after(() => scratch.remove());

  it('prints the hostcalls of a command, and passes its exit status and its arguments', () => {
    expect(traceNode('node', 'app.cjs', '-c', '--help')).to.deep.equal({
      status: 5,
      stdout: '-c,--help\n',
      stderr: 'sched_yield()                           = 0\n+++ exited with 0 +++\n',
    });
  });

  it('follows what the command starts', () => {
    const { stderr } = traceNode('-o', 'calls.txt', '--', 'node', 'parent.cjs');
    expect(stderr).to.equal('');
    expect(readFileSync(join(scratch.path, 'calls.txt'), 'utf8')).to.match(
      /^\[pid \d+\] sched_yield\(\) += 0\n\[pid \d+\] \+{3} exited with 0 \+{3}\n$/,
    );
  });

  it('counts', () => {
    const { status, stderr } = traceNode('-c', 'node', 'app.cjs');
    expect(status).to.equal(5);
    expect(stderr).to.match(/ 1 +sched_yield\n/);
    expect(stderr).to.not.contain('sched_yield()');
  });

  for (const [what, args, message] of [
    [
      'a command that there is not',
      ['no-such-command'],
      "cannot run 'no-such-command': there is no such command; name an executable, such as node or npx",
    ],
    [
      'a script',
      ['app.mjs'],
      "cannot run 'app.mjs': there is no such command; write: hostcall trace-node node app.mjs",
    ],
    [
      'a WASI program',
      ['none.wasm'],
      "cannot run 'none.wasm': there is no such command; to trace a WASI program itself, write: hostcall trace none.wasm",
    ],
    ['options of run', ['--dir', '.', 'node'], "unknown option '--dir'; see `hostcall trace-node --help`"],
  ] as const)
    it(`says what to do about ${what}`, () => {
      const ended = traceNode(...args);
      expect(ended.status).to.equal(2);
      expect(errorLine(ended)).to.equal(message);
    });

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    needing(POSIX).it(`passes ${signal} on, and ends as the command does`, async () => {
      scratch.file(
        'waits.cjs',
        `process.on('${signal}', () => { console.log('got it'); process.exit(9); }); console.log('ready'); setInterval(() => {}, 1000);`,
      );
      const child = spawn(process.execPath, [bin, 'trace-node', 'node', 'waits.cjs'], {
        cwd: scratch.path,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      let printed = '';
      child.stdout.on('data', data => {
        printed += data;
        if (String(data).includes('ready')) child.kill(signal);
      });
      const [status] = await once(child, 'close');
      expect([status, printed]).to.deep.equal([9, 'ready\ngot it\n']);
    });
  }

  describe('-c', () => {
    const TABLE = /^% time .*\n(?:.*\n)*? *100\.00 .* 2 +sched_yield\n(?:.*\n)*? *100\.00 .* 2 +total\n$/;
    const register = pathToFileURL(join(bin, '../../register/index.js')).href;
    let folders = 0;

    before(async () => {
      await scratch.module(
        'computes.wasm',
        `(module (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
          (memory (export "memory") 1)
          (func (export "_start") (drop (call $yield)) (drop (call $yield)) (loop $again (br $again))))`,
      );
      scratch.file('computes.cjs', RUN.replace('yields', 'computes'));
    });

    /** A command whose guest has made two calls and now computes for ever: it runs, and what it has counted is kept. */
    async function counting(words: readonly string[], env: NodeJS.ProcessEnv = {}) {
      const folder = join(scratch.path, `counts-${folders++}`);
      mkdirSync(folder);
      const child = spawn(process.execPath, words, {
        cwd: scratch.path,
        env: { ...process.env, ...env, TMPDIR: folder },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let stderr = '';
      child.stderr.on('data', data => {
        stderr += data;
      });
      const closed = once(child, 'close');
      const ended = async () => {
        const [status, signal] = await closed;
        return { status, signal, stderr, left: readdirSync(folder) };
      };
      for (;;) {
        const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
        const file = files.find(name => name.endsWith('.counts'));
        if (file !== undefined && callsIn(readFileSync(join(folder, file))) === 2)
          return { child, pid: Number(/(\d+)\.counts$/.exec(file)?.[1]), ended };
        await new Promise(resolve => setTimeout(resolve, 10));
      }
    }

    function callsIn(counts: Uint8Array): number {
      const memory = new SharedArrayBuffer(counts.length);
      new Uint8Array(memory).set(counts);
      return summaryOfAll([memory]).total.calls;
    }

    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      needing(POSIX).it(`prints the counts until ${signal}, in a guest that computes`, async () => {
        const { child, ended } = await counting([bin, 'trace-node', '-c', 'node', '--no-warnings', 'computes.cjs']);
        child.kill(signal);
        const { stderr, ...end } = await ended();
        expect(end).to.deep.equal({ status: 128 + constants.signals[signal], signal: null, left: [] });
        expect(stderr).to.match(TABLE);
      });
    }

    needing(POSIX).it('prints the counts of a killed process too, below its number', async () => {
      scratch.file(
        'starts.cjs',
        `require('node:child_process').spawnSync(process.execPath, [__dirname + '/computes.cjs']);`,
      );
      const { pid, ended } = await counting([bin, 'trace-node', '-c', 'node', 'starts.cjs']);
      process.kill(pid, 'SIGKILL');
      const { stderr, ...end } = await ended();
      expect(end).to.deep.equal({ status: 0, signal: null, left: [] });
      const [first, ...table] = stderr.split('\n');
      expect(first).to.equal(`[pid ${pid}]`);
      expect(table.join('\n')).to.match(TABLE);
    });

    needing(POSIX).it('prints them to the file given for them', async () => {
      const { pid, ended } = await counting([bin, 'trace-node', '-c', '-o', 'counts.txt', 'node', 'computes.cjs']);
      process.kill(pid, 'SIGTERM');
      expect((await ended()).stderr).to.not.contain('sched_yield');
      expect(readFileSync(join(scratch.path, 'counts.txt'), 'utf8')).to.match(TABLE);
    });

    needing(POSIX).it('leaves nothing behind where the trace cannot begin, or the command cannot be run', () => {
      const folder = join(scratch.path, 'none-left');
      mkdirSync(folder);
      const env = { ...process.env, TMPDIR: folder };
      for (const words of [['-o', 'none/calls.txt', 'node', 'app.cjs'], ['no-such-command']])
        expect(hostcall(['trace-node', '-c', ...words], { cwd: scratch.path, env }).status).to.be.oneOf([125, 2]);
      expect(readdirSync(folder)).to.deep.equal([]);
    });

    needing(POSIX).it('prints them without the command, too, when the process has ended by the signal', async () => {
      const words = ['--no-warnings', '--import', register, 'computes.cjs'];
      const { pid, ended } = await counting(words, { HOSTCALL_TRACE: '-c' });
      process.kill(pid, 'SIGTERM');
      const { stderr, ...end } = await ended();
      expect(end).to.deep.equal({ status: null, signal: 'SIGTERM', left: [] });
      expect(stderr).to.match(TABLE);
    });

    needing(POSIX).it('leaves a signal to the program that handles it, and prints once', async () => {
      scratch.file(
        'handles.cjs',
        `const wasm = require('node:fs').readFileSync(__dirname + '/yields.wasm');
        for (let i = 0; i < 2; i++) { ${RUN.replaceAll('const ', 'var ')} }
        process.on('SIGTERM', () => { console.error(process.listenerCount('SIGTERM')); process.exit(9); });
        setInterval(() => {}, 1000);`,
      );
      const { pid, ended } = await counting([bin, 'trace-node', '-c', 'node', '--no-warnings', 'handles.cjs']);
      process.kill(pid, 'SIGTERM');
      const { stderr, ...end } = await ended();
      expect(end).to.deep.equal({ status: 9, signal: null, left: [] });
      expect(stderr.slice(0, 2)).to.equal('1\n');
      expect(stderr.slice(2)).to.match(TABLE);
      expect(stderr.match(/% time/g)).to.have.lengthOf(1);
    });
  });

  needing(pythonTerminal()).it(
    'shows at a terminal the call that a guest waits in, and leaves Ctrl-C to the command',
    async () => {
      await scratch.module(
        'reads.wasm',
        `(module (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1) (data (i32.const 4) "\\08")
        (func (export "_start") (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))))`,
      );
      const app = scratch.file('reads.cjs', RUN.replace('yields', 'reads'));
      const { status, screen } = atTerminal(
        [process.execPath, bin, 'trace-node', '--color', 'never', 'node', '--no-warnings', app],
        [['fd_read(0', '\x03']],
      );
      expect(screen).to.contain('fd_read(0<stdin>, 0x0, 1 <unfinished ...>');
      expect(status).to.equal(130);
    },
  );

  needing(POSIX).it('ends with 128 plus the signal that ended the command', () => {
    expect(traceNode('sh', '-c', 'kill -TERM $$').status).to.equal(128 + 15);
  });
});
