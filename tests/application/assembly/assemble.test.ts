import { expect } from 'chai';
import { ContainerModule } from 'inversify';
import { NodeClocks, NodeRandom, nodeHost, nodePorts } from '../../../api/node.js';
import {
  assemble,
  createRuntime,
  describeModule,
  intercept,
  interceptorsIdentifier,
  Port,
} from '../../../application/assembly/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import type { Interceptors } from '../../../application/interception/index.js';
import type { Clocks, Ports, Random } from '../../../domain/index.js';
import { ProxyGuest } from '../abi/proxy-guest.js';
import { at } from '../hostcalls/fixture.js';

/** A module that binds one port. */
function binds<Name extends keyof Ports>(name: Name, ...values: Ports[Name][]): ContainerModule {
  return new ContainerModule(({ bind }) => {
    for (const value of values) bind<unknown>(Port[name] as symbol).toConstantValue(value);
  });
}

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).to.be.instanceOf(ConfigurationError);
    return (error as Error).message;
  }
  return expect.fail('nothing was thrown');
}

const sevens: Random = {
  fill(array, offset, length) {
    array.fill(7, offset, offset + length);
    return 0;
  },
};

/** Four random bytes as a guest of a runtime gets them. */
async function randomBytes(runtime: ReturnType<typeof assemble>): Promise<number[]> {
  const proxy = await ProxyGuest.open(runtime, {});
  proxy.ok('random_get', at.buffer, 4);
  const bytes = [...proxy.bytes.subarray(at.buffer, at.buffer + 4)];
  proxy.close();
  return bytes;
}

describe('assemble', () => {
  it('lets the later module win', async () => {
    expect(await randomBytes(assemble(nodeHost(), binds('random', sevens)))).to.deep.equal([7, 7, 7, 7]);
    expect(await randomBytes(assemble(binds('random', sevens), nodeHost()))).not.to.deep.equal([7, 7, 7, 7]);
  });

  it('makes runtimes that share no ports', () => {
    const made: unknown[] = [];
    const module = new ContainerModule(({ bind }) => {
      bind(Port.random).toDynamicValue(() => {
        const random = new NodeRandom();
        made.push(random);
        return random;
      });
    });
    assemble(nodeHost(), module);
    assemble(nodeHost(), module);
    expect(made.length).to.equal(2);
    expect(made[0]).not.to.equal(made[1]);
  });

  it('names unbound ports, the modules present, and the remedy', () => {
    expect(messageOf(() => assemble())).to.equal(
      'nothing binds the ports "clocks", "engine", "fileSystem", "process", "random", "stdio", "waiting": no module was given; ' +
        'pass assemble() a module that provides them, such as nodeHost()',
    );
    const all = nodePorts();
    const most = describeModule(
      new ContainerModule(({ bind }) => {
        for (const [name, port] of Object.entries(all)) {
          if (name !== 'waiting') bind<unknown>(Port[name as keyof Ports] as symbol).toConstantValue(port);
        }
      }),
      'hurriedHost()',
    );
    expect(messageOf(() => assemble(most, binds('random', sevens)))).to.equal(
      'nothing binds the port "waiting": none of hurriedHost(), module 2, which has no name (describeModule() gives it one) does; ' +
        'pass assemble() a module that provides it, such as nodeHost()',
    );
  });

  it('names a port that one module binds twice, and the module', () => {
    const twice = describeModule(binds('clocks', new NodeClocks(), new NodeClocks()), 'twoClocks()');
    expect(messageOf(() => assemble(nodeHost(), twice))).to.equal(
      'the port "clocks" is bound twice by twoClocks(); keep one of the bindings, or put one in a module of its own: the later module wins',
    );
  });

  it('lets a module unbind what it has bound, and bind again', async () => {
    const changing = new ContainerModule(({ bind, unbind, rebind }) => {
      bind(Port.random).toConstantValue(new NodeRandom());
      unbind(Port.random);
      bind(Port.random).toConstantValue(new NodeRandom());
      rebind(Port.random).toConstantValue(sevens);
    });
    expect(await randomBytes(assemble(nodeHost(), changing))).to.deep.equal([7, 7, 7, 7]);
  });

  it('names what an adapter lacks, and the module it is from', () => {
    const clocks = { read: () => 0, resolution: 5 } as unknown as Clocks;
    const module = describeModule(binds('clocks', clocks), 'brokenClock()');
    expect(messageOf(() => assemble(nodeHost(), module))).to.equal(
      'the port "clocks" from brokenClock() lacks resolution(), monotonic(); an adapter provides every method of its port, ' +
        'and returns -ENOTSUP for what its host cannot do',
    );
  });

  it('names a port that has no value', () => {
    const module = describeModule(binds('clocks', undefined as unknown as Clocks), 'noClock()');
    expect(messageOf(() => assemble(nodeHost(), module))).to.equal(
      'the port "clocks", bound by noClock(), cannot be made: it is bound to undefined, which is not an object; correct the binding, or bind the port in a later module',
    );
  });

  it('says which adapter cannot be made, and why', () => {
    const failing = describeModule(
      new ContainerModule(({ bind }) => {
        bind(Port.random).toDynamicValue(() => {
          throw new Error('no entropy');
        });
      }),
      'poorHost()',
    );
    expect(messageOf(() => assemble(nodeHost(), failing))).to.equal(
      'the port "random", bound by poorHost(), cannot be made: no entropy; correct the binding, or bind the port in a later module',
    );
  });

  it('names what is not a module', () => {
    expect(messageOf(() => assemble(nodeHost(), nodeHost as never))).to.equal(
      'argument 2 of assemble() is not a module; it is a function: call it',
    );
    expect(messageOf(() => assemble(nodePorts() as never))).to.equal(
      'argument 1 of assemble() is not a module; ports without a module go to createRuntime()',
    );
  });

  it('adds up interceptors of several modules, the later outermost', async () => {
    const order: string[] = [];
    const named = (name: string): Interceptors => ({
      random_get(_call, proceed) {
        order.push(name);
        return proceed();
      },
    });
    const two = new ContainerModule(({ bind }) => {
      bind(interceptorsIdentifier).toConstantValue(named('second'));
      bind(interceptorsIdentifier).toConstantValue(named('third'));
    });
    await randomBytes(assemble(intercept(named('first')), nodeHost(), two, intercept(named('fourth'))));
    expect(order).to.deep.equal(['fourth', 'third', 'second', 'first']);
  });

  it('takes a negligible time', () => {
    for (let i = 0; i < 20; i++) assemble(nodeHost(), intercept({ sched_yield: () => 0 }));
    const times = Array.from({ length: 20 }, () => {
      const start = performance.now();
      assemble(nodeHost(), intercept({ sched_yield: () => 0 }));
      return performance.now() - start;
    });
    // A fraction of a millisecond; `npm run bench` measures it.
    expect(Math.min(...times)).to.be.lessThan(50);
  });
});

describe('createRuntime', () => {
  it('needs no module', async () => {
    expect(await randomBytes(createRuntime({ ...nodePorts(), random: sevens }))).to.deep.equal([7, 7, 7, 7]);
  });

  it('names the ports that are missing, and the remedy', () => {
    const { clocks: _, ...others } = nodePorts();
    expect(messageOf(() => createRuntime(others as Ports))).to.equal(
      'missing port "clocks"; add it, for instance { ...nodePorts(), ...yours }',
    );
    expect(messageOf(() => createRuntime({} as Ports))).to.match(/^missing ports "clocks", "engine", .*; add them/);
    expect(messageOf(() => createRuntime(undefined as unknown as Ports))).to.match(/^the ports are undefined; give/);
  });

  it('names what a port lacks', () => {
    expect(messageOf(() => createRuntime({ ...nodePorts(), random: {} as Random }))).to.match(
      /^the port "random" lacks fill\(\); /,
    );
    const stdio = { stdin: nodePorts().stdio.stdin } as Ports['stdio'];
    expect(messageOf(() => createRuntime({ ...nodePorts(), stdio }))).to.match(
      /^the port "stdio" lacks stdout, stderr; /,
    );
  });

  it('does not read streams before a program does', () => {
    const stdio = {
      get stdin(): never {
        return expect.fail('looked at');
      },
      get stdout(): never {
        return expect.fail('looked at');
      },
      get stderr(): never {
        return expect.fail('looked at');
      },
    };
    expect(createRuntime({ ...nodePorts(), stdio })).to.have.property('hostcalls$');
  });
});

describe('intercept', () => {
  it('names an unknown hostcall, and the nearest ones', () => {
    const interceptors = { sched_yeld: () => 0 } as unknown as Interceptors;
    const message = 'unknown hostcall "sched_yeld"; did you mean sched_yield?';
    expect(messageOf(() => intercept(interceptors))).to.equal(message);
    expect(messageOf(() => createRuntime(nodePorts(), { interceptors: [interceptors] }))).to.equal(message);
    expect(messageOf(() => intercept({ open: () => 0 } as unknown as Interceptors))).to.equal(
      'unknown hostcall "open"; did you mean path_open, sock_open?',
    );
    expect(messageOf(() => intercept(undefined as unknown as Interceptors))).to.match(
      /^the interceptors are (undefined|null|\S+); give functions by the name of a hostcall: /,
    );
  });

  it('names what is not a function', () => {
    expect(messageOf(() => intercept({ fd_read: 5 } as unknown as Interceptors))).to.match(
      /^the interceptor of fd_read is not a function/,
    );
  });

  it('checks interceptors bound by other modules', () => {
    const module = new ContainerModule(({ bind }) => {
      bind(interceptorsIdentifier).toConstantValue({ nope: () => 0 } as unknown as Interceptors);
    });
    expect(messageOf(() => assemble(nodeHost(), module))).to.match(/"nope"/);
  });
});
