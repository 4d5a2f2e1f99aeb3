import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { assemble, ConfigurationError, type HostcallEvent, type Runtime, readOnly, toStraceLine } from 'hostcall';
import { memoryDirectory } from 'hostcall/memory';
import { nodeHost } from 'hostcall/node';
import { WrappedDirectory } from 'hostcall/ports';
import { WASI } from 'hostcall/wasi';
import { buildWat } from '../guests/build-wat.js';
import { engine } from '../programs/web-assembly.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Runs a module in a process of its own that can import the entry points. */
function runModule(text: string): { readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, ['--input-type=module', '-e', text], { cwd: root, encoding: 'utf8' });
}

/** Prints each file and package that a module loads, but those of Node. */
const showLoads = `import { register } from 'node:module';
  register('data:text/javascript,' + encodeURIComponent(\`import { writeSync } from 'node:fs';
    export async function resolve(name, context, next) {
      const found = await next(name, context);
      if (!found.url.startsWith('node:')) writeSync(1, found.url.replace(/^.*[/]node_modules[/]/, '').replace(/^.*[/]dist[/]/, 'dist/') + '\\\\n');
      return found;
    }\`));`;

// That this compiles is half of the test: the names resolve by the package's `exports`, types included.
describe('the entry points', () => {
  const { exports } = JSON.parse(readFileSync(new URL('package.json', pathToFileURL(root)), 'utf8')) as {
    exports: Record<string, { readonly node: string; readonly default: string }>;
  };

  for (const [name, { node, default: source }] of Object.entries(exports)) {
    if (node === undefined) continue;
    it(`export on Node what the tree exports: hostcall${name.slice(1)}`, async () => {
      const [bundled, own] = await Promise.all([import(`hostcall${name.slice(1)}`), import(join(root, source))]);
      expect(Object.keys(bundled)).to.deep.equal(Object.keys(own));
      expect(node).to.match(/^\.\/dist\/node\//);
    });
  }

  it('are one program: objects of one are accepted by the others', async () => {
    const module = await engine.compile(
      await buildWat(`(module
        (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
        (memory (export "memory") 1)
        (func (export "_start") (drop (call $yield))))`),
    );
    const wasi = new WASI({ version: 'preview1' });
    const lines: string[] = [];
    wasi.hostcalls$.pipe(toStraceLine()).subscribe(line => lines.push(line));
    wasi.start(await engine.instantiate(module, wasi.getImportObject()));
    expect(lines).to.deep.equal(['sched_yield()                           = 0']);
    const interceptors = [{ path_opne: () => 0 }] as never;
    expect(() => new WASI({ version: 'preview1', interceptors })).to.throw(ConfigurationError, 'path_opne');
    const directory = memoryDirectory({ 'a.txt': 'a' });
    expect(readOnly(directory)).to.be.instanceOf(WrappedDirectory);
  });

  it('load one file for hostcall/wasi, and rxjs and inversify only on subscription', () => {
    const { stdout, stderr } = runModule(`${showLoads}
      const { WASI } = await import('hostcall/wasi');
      const wasi = new WASI({ version: 'preview1' });
      wasi.getImportObject();
      console.log('---');
      wasi.hostcalls$.subscribe();
      console.log(Object.keys(process.getBuiltinModule('node:module')._cache).some(path => /[\\\\/]rxjs[\\\\/]/.test(path)));`);
    expect(stderr).to.equal('');
    const [before = '', after] = stdout.split('---\n');
    expect(before.replace(/-[0-9A-Z]{8}\./g, '-….').split('\n')).to.deep.equal([
      'dist/node/wasi.js',
      'dist/node/chunk-….js',
      '',
    ]);
    expect(after?.trimEnd()).to.equal('true');
  });

  it('show little source code in an uncaught error', () => {
    const { stderr } = runModule(`import { createRuntime } from 'hostcall'; createRuntime(5);`);
    expect(stderr).to.match(/\nConfigurationError: the ports are 5; give an object of them, such as nodePorts\(\)\n/);
    expect(Math.max(...stderr.split('\n').map(line => line.length))).to.be.below(400);
  });

  it('keep what a worker compiles below 305 kB', () => {
    const folder = new URL('dist/node/', pathToFileURL(root));
    const [, chunk = ''] = /from"\.\/(chunk-\w+\.js)"/.exec(readFileSync(new URL('wasi.js', folder), 'utf8')) ?? [];
    expect(statSync(new URL(chunk, folder)).size).to.be.within(100_000, 305_000);
  });

  it('run a program together', async () => {
    const runtime: Runtime = assemble(nodeHost());
    const calls: HostcallEvent[] = [];
    runtime.hostcalls$.subscribe(call => calls.push(call));
    const { exitCode } = await runtime.run(
      await buildWat(`(module
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (memory (export "memory") 1)
        (func (export "_start") (call $exit (i32.const 5))))`),
    );
    expect(exitCode).to.equal(5);
    expect(calls.map(call => call.text())).to.deep.equal(['proc_exit(5)                            = ?']);
  });

  it('share their classes', async () => {
    const error = await assemble(nodeHost())
      .run(new Uint8Array())
      .catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(ConfigurationError);
  });

  it('load OpenTelemetry only in the one for it', () => {
    const refuse = `import { register } from 'node:module';
      register('data:text/javascript,' + encodeURIComponent(\`export function resolve(name, context, next) {
        if (name.startsWith('@opentelemetry/')) throw new Error('there is no ' + name);
        return next(name, context);
      }\`));
      for (const name of ['', '/preview1', '/ports', '/tracing', '/recording', '/inspection', '/testing', '/node', '/memory', '/wasi', '/browser']) await import('hostcall' + name);
      await import('hostcall/opentelemetry').catch(({ message }) => console.log(message));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', refuse], {
      cwd: fileURLToPath(new URL('../../../', import.meta.url)),
      encoding: 'utf8',
    });
    expect(stderr).to.equal('');
    expect(stdout).to.equal('there is no @opentelemetry/api\n');
  });

  it('provide a contract for adapters that runs in any test runner, such as Node’s', () => {
    const tests = `import { describe, it } from 'node:test';
      import { memoryDirectory } from 'hostcall/memory';
      import { directoryContract } from 'hostcall/testing';
      const make = () => ({ directory: memoryDirectory() });
      describe('whole', () => { for (const { title, run } of directoryContract(make)) it(title, run); });
      const lacking = directoryContract(make, { symlinks: false }).filter(({ title }) => title.startsWith('symbolic links'));
      describe('lacking', () => { for (const { title, run } of lacking) it(title, run); });`;
    const { stdout, status } = spawnSync(
      process.execPath,
      ['--test-reporter=tap', '--input-type=module', '-e', tests],
      {
        cwd: fileURLToPath(new URL('../../../', import.meta.url)),
        encoding: 'utf8',
        env: { ...process.env, NODE_TEST_CONTEXT: undefined },
      },
    );
    expect(stdout).to.match(/^# pass [1-9]\d+$/m);
    expect(stdout).to.match(/^# fail 1$/m);
    expect(stdout).to.contain('expected -58 (ENOTSUP), not 0');
    expect(status).to.equal(1);
  });

  it('hide everything else', async () => {
    const inside = 'hostcall/dist/domain/index.js';
    const error = await import(inside).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});
