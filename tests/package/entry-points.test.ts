import { expect } from 'chai';
import { assemble, ConfigurationError, type HostcallEvent, PREVIEW1, type Runtime } from 'hostcall';
import { nodeHost, nodePorts } from 'hostcall/node';
import { assemble as assembleFromSource } from '../../application/index.js';
import { buildWat } from '../guests/build-wat.js';

// That this compiles is half of the test: the names resolve by the package's `exports`, types included.
describe('the entry points', () => {
  it('are the modules of the tree', () => {
    expect(assemble).to.equal(assembleFromSource);
    expect(PREVIEW1).to.equal('wasi_snapshot_preview1');
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

  it('keep the rest to themselves', async () => {
    const inside = 'hostcall/dist/domain/index.js';
    const error = await import(inside).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});
