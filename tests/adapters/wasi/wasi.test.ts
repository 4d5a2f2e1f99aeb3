import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WASI as NodeWASI } from 'node:wasi';
import { expect } from 'chai';
import { WASI, type WASIOptions } from '../../../adapters/wasi/index.js';
import { formatStrace } from '../../../application/formats/index.js';
import { Errno } from '../../../domain/index.js';
import { root } from '../../docs/pages.js';
import { buildWat } from '../../guests/build-wat.js';
import { LINUX, needing } from '../../needs.js';
import { engine } from '../../programs/web-assembly.js';

const imports = `
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_sizes_get" (func $environ_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $fd_prestat_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\20\\00\\00\\00\\10\\00\\00\\00")`;

/** Copies up to 16 bytes from stdin to stdout and to stderr. */
const ECHO = `(module ${imports}
  (func (export "_start")
    (drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
    (i32.store (i32.const 4) (i32.load (i32.const 8)))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
    (drop (call $fd_write (i32.const 2) (i32.const 0) (i32.const 1) (i32.const 8)))))`;

/** Exits with 100 × arguments + 10 × variables + preopens (one or none). */
const COUNT = `(module ${imports}
  (func (export "_start")
    (drop (call $args_sizes_get (i32.const 8) (i32.const 12)))
    (drop (call $environ_sizes_get (i32.const 16) (i32.const 20)))
    (call $proc_exit (i32.add
      (i32.add (i32.mul (i32.load (i32.const 8)) (i32.const 100)) (i32.mul (i32.load (i32.const 16)) (i32.const 10)))
      (i32.eqz (call $fd_prestat_get (i32.const 3) (i32.const 24)))))))`;

const exiting = (code: number) => `(module ${imports} (func (export "_start") (call $proc_exit (i32.const ${code}))))`;

async function start(text: string, options: Partial<WASIOptions> = {}, Class: typeof WASI = WASI): Promise<number> {
  const wasi = new Class({ version: 'preview1', ...options });
  const module = await engine.compile(await buildWat(text));
  return wasi.start(await engine.instantiate(module, wasi.getImportObject()));
}

/** The target of a symbolic link; empty if the link is missing. */
function linkedPath(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

const nodes = NodeWASI as unknown as typeof WASI;

describe('WASI', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'hostcall-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('has node:wasi’s imports, under the name of the version', () => {
    const wasi = new WASI({ version: 'preview1' });
    const theirs = new NodeWASI({ version: 'preview1' });
    expect(Object.keys(wasi.wasiImport).sort()).to.deep.equal(Object.keys(theirs.wasiImport).sort());
    expect(wasi.getImportObject()).to.deep.equal({ wasi_snapshot_preview1: wasi.wasiImport });
    const unstable = new WASI({ version: 'unstable' });
    expect(Object.keys(unstable.getImportObject())).to.deep.equal(['wasi_unstable']);
    wasi.close();
    unstable.close();
  });

  for (const [what, options] of [
    ['nothing', {}],
    ['arguments', { args: ['prog', 'one', 'two'] }],
    ['variables, undefined ones left out', { env: { A: '1', B: undefined, C: '' } }],
    ['a preopen', { args: ['prog'], preopens: { '/': tmpdir() } }],
  ] satisfies [string, Partial<WASIOptions>][]) {
    it(`gives a program what node:wasi gives it: ${what}`, async () => {
      const expected = await start(COUNT, options, nodes);
      expect(await start(COUNT, options)).to.equal(expected);
      expect(expected > 0).to.equal(what !== 'nothing');
    });
  }

  for (const code of [0, 7, 255, 2 ** 31 - 1, -1]) {
    it(`returns from start what node:wasi returns for exit code ${code}`, async () => {
      expect(await start(exiting(code))).to.equal(await start(exiting(code), {}, nodes));
    });
  }

  it('returns 0 from a program that ends without an exit code', async () => {
    expect(await start(`(module ${imports} (func (export "_start")))`)).to.equal(0);
  });

  it('throws the engine’s own error for a trap', async () => {
    let thrown: unknown;
    try {
      await start(`(module ${imports} (func (export "_start") unreachable))`);
    } catch (error) {
      thrown = error;
    }
    expect(String(thrown)).to.equal('RuntimeError: unreachable');
  });

  it('uses descriptors of this process for stdio', async () => {
    writeFileSync(join(folder, 'in'), 'hello');
    const stdin = openSync(join(folder, 'in'), 'r');
    const stdout = openSync(join(folder, 'out'), 'w');
    const stderr = openSync(join(folder, 'err'), 'w');
    try {
      expect(await start(ECHO, { stdin, stdout, stderr })).to.equal(0);
    } finally {
      for (const fd of [stdin, stdout, stderr]) closeSync(fd);
    }
    expect(readFileSync(join(folder, 'out'), 'utf8')).to.equal('hello');
    expect(readFileSync(join(folder, 'err'), 'utf8')).to.equal('hello');
  });

  it('initialises a reactor, whose exports can be called then', async () => {
    const wasi = new WASI({ version: 'preview1', preopens: { '/': folder } });
    const module = await engine.compile(
      await buildWat(`(module ${imports} (global $ready (mut i32) (i32.const 0))
        (func (export "_initialize") (global.set $ready (i32.const 5)))
        (func (export "ready") (result i32) (i32.add (global.get $ready) (call $fd_prestat_get (i32.const 3) (i32.const 8)))))`),
    );
    const instance = await engine.instantiate(module, wasi.getImportObject());
    wasi.initialize(instance);
    expect((instance.exports.ready as () => number)()).to.equal(5);
    wasi.close();
    expect((instance.exports.ready as () => number)()).to.equal(5 + Errno.EBADF);
  });

  it('takes a memory that the instance does not export', async () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const wasi = new WASI({ version: 'preview1', args: ['a', 'b'] });
    const module = await engine.compile(
      await buildWat(`(module
        (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
        (import "env" "memory" (memory 1))
        (func (export "count") (result i32)
          (drop (call $args_sizes_get (i32.const 8) (i32.const 12))) (i32.load (i32.const 8))))`),
    );
    const instance = await engine.instantiate(module, { ...wasi.getImportObject(), env: { memory } });
    expect(() => wasi.finalizeBindings(instance))
      .to.throw()
      .with.property('code', 'ERR_INVALID_ARG_TYPE');
    wasi.finalizeBindings(instance, { memory });
    expect((instance.exports.count as () => number)()).to.equal(2);
    expect(() => wasi.finalizeBindings(instance, { memory }))
      .to.throw()
      .with.property('code', 'ERR_WASI_ALREADY_STARTED');
    wasi.close();
  });

  it('lets hostcalls be replaced in wasiImport, and intercepted', async () => {
    const wasi = new WASI({
      version: 'preview1',
      interceptors: [{ args_sizes_get: (_call, proceed) => proceed() + 2 }],
    });
    wasi.wasiImport.proc_exit = (code: number) => {
      throw new Error(`replaced: ${code}`);
    };
    const instance = await engine.instantiate(await engine.compile(await buildWat(COUNT)), wasi.getImportObject());
    expect(() => wasi.start(instance)).to.throw('replaced: 200');
    wasi.close();
  });

  it('reports hostcalls', async () => {
    const wasi = new WASI({ version: 'preview1' });
    const lines: string[] = [];
    wasi.hostcalls$.subscribe(call => lines.push(formatStrace(call, { column: 0 })));
    const instance = await engine.instantiate(await engine.compile(await buildWat(exiting(3))), wasi.getImportObject());
    expect(wasi.start(instance)).to.equal(3);
    expect(lines).to.deep.equal(['proc_exit(3) = ?']);
  });

  it('leaves descriptors open when start returns, as node:wasi does: other instances may have the same hostcalls', async () => {
    for (const Class of [WASI, nodes]) {
      const wasi = new Class({ version: 'preview1', preopens: { '/': folder } });
      const memory = new WebAssembly.Memory({ initial: 1 });
      // As Extism's SDK does, and hosts with threads: there is no instance yet, or there are several.
      expect(wasi.start({ exports: { memory, _start() {} } })).to.equal(0);
      const { fd_prestat_get, fd_write } = wasi.wasiImport as Record<string, (...args: number[]) => number>;
      expect(fd_prestat_get?.(3, 0)).to.equal(0);
      expect(fd_write?.(1, 0, 0, 8)).to.equal(0);
      expect(fd_write?.(99, 0, 0, 8)).to.equal(Errno.EBADF);
    }
  });

  needing(LINUX).it('closes descriptors on request', async () => {
    // Not all descriptors of the process: those of other tests, and of the engine, may be closed at any time.
    const own = realpathSync(mkdtempSync(join(folder, 'own-')));
    const open = () => readdirSync('/proc/self/fd').filter(fd => linkedPath(`/proc/self/fd/${fd}`) === own).length;
    const wasi = new WASI({ version: 'preview1', preopens: { '/': own } });
    const module = await engine.compile(await buildWat(COUNT));
    wasi.start(await engine.instantiate(module, wasi.getImportObject()));
    expect(open()).to.be.above(0);
    wasi.close();
    expect(open()).to.equal(0);
  });

  needing(LINUX).it('closes what a guest has left open when it is unreachable', () => {
    const script = `
      import { readdirSync } from 'node:fs';
      import { WASI } from ${JSON.stringify(new URL('../../../adapters/wasi/index.js', import.meta.url).href)};
      const open = () => readdirSync('/proc/self/fd').length;
      const make = () => new WASI({ version: 'preview1', preopens: { '/': '/' } });
      const turn = () => new Promise(resolve => setTimeout(resolve, 5));
      const kept = make();
      const before = open();
      const { wasiImport } = make();
      for (let i = 0; i < 50; i++) make();
      const after = open();
      for (let i = 0; i < 20 && open() > before + 1; i++) { gc(); await turn(); }
      console.log(after - before, open() - before, wasiImport.fd_close(3), kept.wasiImport.fd_close(3));`;
    const output = execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    expect(output.trim()).to.equal('51 1 0 0');
  });

  it('ends the process without returnOnExit', async () => {
    writeFileSync(join(folder, 'exit.wasm'), await buildWat(exiting(9)));
    const script = `
      import { readFileSync } from 'node:fs';
      import { WASI } from ${JSON.stringify(new URL('../../../adapters/wasi/index.js', import.meta.url).href)};
      const wasi = new WASI({ version: 'preview1', returnOnExit: false });
      const { instance } = await WebAssembly.instantiate(readFileSync('exit.wasm'), wasi.getImportObject());
      wasi.start(instance);
      console.log('went on');`;
    const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stdout).to.equal('');
    expect(status).to.equal(9);
  });

  it('is exported as hostcall/wasi', () => {
    const script = `import { WASI } from 'hostcall/wasi'; console.log(Object.keys(new WASI({ version: 'preview1' })));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(output).to.equal("[ 'wasiImport' ]\n");
  });
});
