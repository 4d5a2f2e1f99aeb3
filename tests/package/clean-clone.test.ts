import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { repository } from '../guests/build-cache.js';
import { buildWat } from '../guests/build-wat.js';

const root = fileURLToPath(repository);

/** Writes to standard output, and exits with 3. */
const HELLO = `(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\08\\00\\00\\00\\06\\00\\00\\00hello\\n")
  (func (export "_start")
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32)))
    (call $proc_exit (i32.const 3))))`;

const IMPORTING = `import { readFile } from 'node:fs/promises';
import { assemble, formatStrace } from 'hostcall';
import { nodeHost } from 'hostcall/node';

const runtime = assemble(nodeHost());
runtime.hostcalls$.subscribe(call => console.error(formatStrace(call)));
const { exitCode } = await runtime.run(await readFile('hello.wasm'));
console.log(\`it ended with \${exitCode}\`);
`;

const REQUIRING = `const { readFileSync } = require('node:fs');
const { assemble } = require('hostcall');
const { nodeHost } = require('hostcall/node');

assemble(nodeHost()).run(readFileSync('hello.wasm')).then(({ exitCode }) => console.log(\`it ended with \${exitCode}\`));
`;

/** A project for browsers: without the types of Node. */
const TYPED = `import { assemble, type HostcallEvent, type ProgramOptions } from 'hostcall';
import { memoryWorld } from 'hostcall/memory';

const options: ProgramOptions = { args: ['notes.txt'], preopens: { '/': { directory: '/work', readOnly: true } } };
const calls: HostcallEvent[] = [];
const runtime = assemble(memoryWorld({ contents: { 'work/notes.txt': 'buy milk' } }).module);
runtime.watch({ calls: ['fd_read'] }).subscribe(call => calls.push(call));
export const outcome = runtime.run(new Uint8Array(), options).then(({ exitCode }): number => exitCode);
`;

/** A project with the types of Node. */
const TYPED_FOR_NODE = `import { readFileSync } from 'node:fs';
import { assemble } from 'hostcall';
import { nodeHost } from 'hostcall/node';

export const outcome = assemble(nodeHost()).run(readFileSync('hello.wasm'));
`;

describe('a clean clone', () => {
  let base: string;
  let project: string;

  before(async function () {
    this.timeout(300_000);
    base = mkdtempSync(join(tmpdir(), 'hostcall-clone-'));
    project = join(base, 'project');
    const clone = join(base, 'clone');
    const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
    });
    for (const path of tracked.toString().split('\0').filter(Boolean)) {
      mkdirSync(dirname(join(clone, path)), { recursive: true });
      cpSync(join(root, path), join(clone, path));
    }
    symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
    execFileSync('npm', ['pack', '--pack-destination', base], { cwd: clone, encoding: 'utf8', stdio: 'pipe' });

    const { version, dependencies } = JSON.parse(
      execFileSync('npm', ['pkg', 'get', 'version', 'dependencies'], { cwd: clone, encoding: 'utf8' }),
    );
    const modules = join(project, 'node_modules');
    mkdirSync(modules, { recursive: true });
    execFileSync('tar', ['xzf', join(base, `hostcall-${version}.tgz`), '-C', modules]);
    cpSync(join(modules, 'package'), join(modules, 'hostcall'), { recursive: true });
    mkdirSync(join(modules, '@types'));
    for (const name of [...Object.keys(dependencies), 'rxjs', '@types/node'])
      symlinkSync(join(root, 'node_modules', name), join(modules, name));
    writeFileSync(join(project, 'hello.wasm'), await buildWat(HELLO));
  });
  after(() => rmSync(base, { recursive: true, force: true }));

  /** Runs something in the project that has the package installed. */
  function run(script: string, ...args: string[]): { stdout: string; stderr: string; status: number | null } {
    return spawnSync(process.execPath, ['--no-warnings', script, ...args], { cwd: project, encoding: 'utf8' });
  }

  it('packs a library that can be imported', () => {
    writeFileSync(join(project, 'import.mjs'), IMPORTING);
    const { stdout, stderr } = run('import.mjs');
    expect(stdout).to.equal('hello\nit ended with 3\n');
    expect(stderr).to.match(
      /^fd_write\(1<stdout>, \[\{buf="hello\\n", buf_len=6\}\], 1\) += 6\nproc_exit\(3\) += \?\n$/,
    );
  });

  it('packs a library that can be required', () => {
    writeFileSync(join(project, 'require.cjs'), REQUIRING);
    expect(run('require.cjs')).to.include({ stdout: 'hello\nit ended with 3\n', stderr: '', status: 0 });
  });

  it('packs the command', () => {
    const ended = run('node_modules/hostcall/dist/bin/hostcall.js', 'run', 'hello.wasm');
    expect(ended).to.include({ stdout: 'hello\n', stderr: '', status: 3 });
  });

  for (const [module, moduleResolution] of [
    ['NodeNext', 'NodeNext'],
    ['ESNext', 'Bundler'],
  ] as const) {
    const compile = (file: string, code: string, lib: string, types: string) => {
      writeFileSync(join(project, file), code);
      const options = ['--strict', '--noEmit', '--target', 'ES2022', '--lib', lib, '--types', types];
      const tsc = join(root, 'node_modules/@typescript/native/bin/tsc');
      return run(tsc, ...options, '--module', module, '--moduleResolution', moduleResolution, file);
    };

    it(`packs types that compile by moduleResolution ${moduleResolution}`, function () {
      this.timeout(60_000);
      expect(compile('typed.mts', TYPED, 'ES2022,DOM', '')).to.include({ stdout: '', status: 0 });
    });

    it(`packs types for Node that compile by moduleResolution ${moduleResolution}`, function () {
      this.timeout(60_000);
      expect(compile('typed-node.mts', TYPED_FOR_NODE, 'ES2022', 'node')).to.include({ stdout: '', status: 0 });
    });
  }
});
