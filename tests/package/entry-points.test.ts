import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { assemble, ConfigurationError, type HostcallEvent, type Runtime } from 'hostcall';
import { nodeHost, nodePorts } from 'hostcall/node';
import { instrumentHostcalls } from 'hostcall/opentelemetry';
import { PREVIEW1 } from 'hostcall/preview1';
import { readRecording } from 'hostcall/recording';
import { instrumentHostcalls as instrumentFromSource } from '../../adapters/opentelemetry/index.js';
import { assemble as assembleFromSource } from '../../application/assembly/index.js';
import { readRecording as readRecordingFromSource } from '../../application/recording/index.js';
import { buildWat } from '../guests/build-wat.js';

// That this compiles is half of the test: the names resolve by the package's `exports`, types included.
describe('the entry points', () => {
  it('are the modules of the tree', () => {
    expect(assemble).to.equal(assembleFromSource);
    expect(instrumentHostcalls).to.equal(instrumentFromSource);
    expect(PREVIEW1).to.equal('wasi_snapshot_preview1');
    expect(readRecording).to.equal(readRecordingFromSource);
    expect(Object.keys(nodePorts()).sort()).to.deep.equal([
      'clocks',
      'engine',
      'fileSystem',
      'process',
      'random',
      'stdio',
      'waiting',
    ]);
  });

  it('run a program between them', async () => {
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

  it('load nothing of OpenTelemetry but the one that is for it', () => {
    const refuse = `import { register } from 'node:module';
      register('data:text/javascript,' + encodeURIComponent(\`export function resolve(name, context, next) {
        if (name.startsWith('@opentelemetry/')) throw new Error('there is no ' + name);
        return next(name, context);
      }\`));
      for (const name of ['', '/preview1', '/ports', '/tracing', '/recording', '/testing', '/node', '/memory', '/wasi', '/browser']) await import('hostcall' + name);
      await import('hostcall/opentelemetry').catch(({ message }) => console.log(message));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', refuse], {
      cwd: fileURLToPath(new URL('../../../', import.meta.url)),
      encoding: 'utf8',
    });
    expect(stderr).to.equal('');
    expect(stdout).to.equal('there is no @opentelemetry/api\n');
  });

  it('test an adapter in any test runner, such as that of Node', () => {
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

  it('keep the rest to themselves', async () => {
    const inside = 'hostcall/dist/domain/index.js';
    const error = await import(inside).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});
