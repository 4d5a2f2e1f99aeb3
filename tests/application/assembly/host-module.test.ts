import { expect } from 'chai';
import { nodePorts } from '../../../api/node.js';
import { assemble, createRuntime, hostModule } from '../../../application/assembly/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import { Clockid, type Clocks, type Ports } from '../../../domain/index.js';
import { buildWat } from '../../guests/build-wat.js';

/** The time of a host that is not Node: Bun counts nanoseconds in `Bun.nanoseconds()`. */
class BunClocks implements Clocks {
  resolution(): number {
    return 1;
  }

  read(id: number, into: { seconds: number; nanoseconds: number }): number {
    into.seconds = id === Clockid.REALTIME ? 77 : 0;
    into.nanoseconds = 0;
    return 0;
  }

  monotonic(): number {
    return 0;
  }
}

/** Exits with the seconds of REALTIME. */
const SECONDS = buildWat(`(module
  (import "wasi_snapshot_preview1" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (drop (call $time (i32.const 0) (i64.const 0) (i32.const 0)))
    (call $exit (i32.wrap_i64 (i64.div_u (i64.load (i32.const 0)) (i64.const 1000000000))))))`);

// An adapter for another host on which Node's modules work is these two lines.
const bunPorts = (): Ports => ({ ...nodePorts(), clocks: new BunClocks() });
const bunHost = () => hostModule('bunHost()', bunPorts);

describe('hostModule', () => {
  it('makes a host of a list of ports, as createRuntime() takes it', async () => {
    for (const runtime of [assemble(bunHost()), createRuntime(bunPorts())]) {
      expect(await runtime.run(await SECONDS)).to.deep.equal({ exitCode: 77 });
    }
  });

  it('calls a function once per assembly, so that runtimes share nothing', () => {
    let made = 0;
    const host = hostModule('counted()', () => {
      made++;
      return nodePorts();
    });
    expect(made).to.equal(0);
    assemble(host);
    assemble(host);
    expect(made).to.equal(2);
  });

  it('leaves undefined and missing ports to other modules, and calls a getter only for a port that is used', () => {
    const asked: string[] = [];
    const ports = {
      ...nodePorts(),
      get random() {
        asked.push('random');
        return nodePorts().random;
      },
      get clocks() {
        asked.push('clocks');
        return nodePorts().clocks;
      },
    };
    const nothing = { engine: undefined } as unknown as Partial<Ports>;
    assemble(
      hostModule('lazy()', ports),
      hostModule('later()', { clocks: new BunClocks() }),
      hostModule('none()', nothing),
    );
    expect(asked).to.deep.equal(['random']);
  });

  it('refuses a name that is not that of a port, and names the nearest', () => {
    const misspelt = { fileSytem: {} } as Partial<Ports>;
    const message = 'unknown port "fileSytem" of mine(); did you mean fileSystem?';
    expect(() => hostModule('mine()', misspelt)).to.throw(ConfigurationError, message);
    expect(() => assemble(hostModule('mine()', () => misspelt))).to.throw(ConfigurationError, message);
  });

  it('names the module where a port is incomplete', () => {
    const broken = { ...nodePorts(), random: {} as Ports['random'] };
    expect(() => assemble(hostModule('mine()', broken))).to.throw(ConfigurationError, 'from mine() lacks fill()');
  });
});
