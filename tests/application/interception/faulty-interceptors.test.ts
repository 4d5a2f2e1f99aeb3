import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { nodePorts } from '../../../adapters/node/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { GuestExit } from '../../../application/errors.js';
import type { Interceptors, Proceed } from '../../../application/interception/index.js';
import { Errno } from '../../../domain/index.js';
import { buildWat } from '../../guests/build-wat.js';
import { runOn } from '../../guests/own-host.js';
import { at, type Fixture, openFixture, ROOT } from '../hostcalls/fixture.js';
import { uncaughtDuring } from '../uncaught.js';

const bug = new Error('a bug of the interceptor');

describe('an interceptor that fails', () => {
  let fixture: Fixture | undefined;
  afterEach(() => fixture?.dispose());

  async function openWith(...interceptors: Interceptors[]) {
    fixture = await openFixture({}, {}, { interceptors });
    return fixture.proxy;
  }

  function create(path: string): number {
    const { proxy } = fixture as Fixture;
    return proxy.call('path_create_directory', ROOT, ...proxy.text(at.path, path));
  }

  it('by throwing is ignored, and the error is thrown later', async () => {
    await openWith({
      path_create_directory() {
        throw bug;
      },
    });
    let errno = -1;
    const reported = await uncaughtDuring(() => {
      errno = create('new');
    });
    expect(errno).to.equal(0);
    expect(existsSync(join((fixture as Fixture).root, 'new'))).to.equal(true);
    expect(reported).to.deep.equal([bug]);
  });

  it('by throwing after it has proceeded does not repeat the call', async () => {
    await openWith({
      path_create_directory(_call, proceed) {
        proceed();
        throw bug;
      },
    });
    let errno = -1;
    const reported = await uncaughtDuring(() => {
      errno = create('new');
    });
    expect(errno).to.equal(0);
    expect(reported).to.deep.equal([bug]);
  });

  it('does not affect the others', async () => {
    const seen: string[] = [];
    await openWith(
      {
        path_create_directory(call, proceed) {
          seen.push(call.args.path);
          return proceed();
        },
      },
      {
        path_create_directory() {
          throw bug;
        },
      },
      { path_create_directory: (call, proceed) => proceed({ path: `${call.args.path}2` }) },
    );
    const reported = await uncaughtDuring(() => {
      expect(create('new')).to.equal(0);
    });
    expect(seen).to.deep.equal(['new2']);
    expect(reported).to.deep.equal([bug]);
  });

  for (const [what, answer] of [
    ['nothing', undefined],
    ['a promise', Promise.resolve(0)],
    ['a fraction', 0.5],
    ['a number where there is no result', 1],
    ['what is far below any errno', -(2 ** 40)],
    ['a text', '0'],
  ] as const) {
    it(`by returning ${what} is ignored`, async () => {
      await openWith({ path_create_directory: (() => answer) as unknown as () => number });
      let errno = -1;
      const reported = await uncaughtDuring(() => {
        errno = create('new');
      });
      expect(errno).to.equal(0);
      expect(existsSync(join((fixture as Fixture).root, 'new'))).to.equal(true);
      expect(String(reported)).to.match(/^TypeError: an interceptor of path_create_directory returned /);
    });
  }

  it('by proceeding with invalid buffers is ignored', async () => {
    const proxy = await openWith({ fd_write: (_call, proceed) => proceed({ iovs: 'text' as never }) });
    proxy.text(at.buffer, 'text');
    const reported = await uncaughtDuring(() => {
      proxy.ok('fd_write', 1, ...proxy.iovecs(at.iovecs, [at.buffer, 4]), at.result);
    });
    expect(fixture?.stdout.text).to.equal('text');
    expect(String(reported)).to.match(/^TypeError: /);
  });

  it('by proceeding with an unknown argument is ignored, and the error names the nearest one', async () => {
    await openWith({ path_create_directory: (_call, proceed) => proceed({ pth: 'other' } as never) });
    const reported = await uncaughtDuring(() => {
      expect(create('new')).to.equal(0);
    });
    expect(existsSync(join((fixture as Fixture).root, 'new'))).to.equal(true);
    expect(String(reported)).to.equal(
      'ConfigurationError: unknown argument "pth" of path_create_directory; did you mean path?',
    );
  });

  it('proceeds with the original argument where it passes undefined', async () => {
    await openWith({ path_create_directory: (_call, proceed) => proceed({ path: undefined }) });
    expect(create('new')).to.equal(0);
    expect(existsSync(join((fixture as Fixture).root, 'new'))).to.equal(true);
  });

  for (const [what, path] of [
    ['another type', 5],
    ['nothing', null],
  ] as const) {
    it(`by proceeding with ${what} for an argument is ignored`, async () => {
      await openWith({ path_create_directory: (_call, proceed) => proceed({ path: path as unknown as string }) });
      const reported = await uncaughtDuring(() => {
        expect(create('new')).to.equal(0);
      });
      expect(existsSync(join((fixture as Fixture).root, 'new'))).to.equal(true);
      expect(String(reported)).to.equal(`TypeError: path of path_create_directory must be of type string, not ${path}`);
    });
  }

  it('by proceeding after the call has returned changes nothing', async () => {
    let late: Proceed<'path_create_directory'> | undefined;
    await openWith({
      path_create_directory(_call, proceed) {
        late = proceed;
        return -Errno.EPERM;
      },
    });
    expect(create('new')).to.equal(Errno.EPERM);
    expect(() => late?.()).to.throw('path_create_directory is over');
    expect(existsSync(join((fixture as Fixture).root, 'new'))).to.equal(false);
  });
});

describe('interceptors of calls that end the program', () => {
  const exits = (code: number) => `(module
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "\\08\\00\\00\\00\\04\\00\\00\\00lost")
    (func (export "_start")
      (try (do (call $exit (i32.const ${code}))) (catch_all (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))))
      (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))))`;

  const swallowing: Interceptors = {
    proc_exit(_call, proceed) {
      try {
        return proceed();
      } catch {
        return 0;
      }
    },
  };

  for (const [what, interceptors, expected] of [
    ['proceeds', [{ proc_exit: (_call, proceed) => proceed() }], 7],
    ['proceeds with another code', [{ proc_exit: (call, proceed) => proceed({ rval: call.args.rval + 1 }) }], 8],
    ['answers', [{ proc_exit: () => 0 }], 7],
    ['keeps what unwinds the guest', [swallowing], 7],
    ['keeps it, twice over', [swallowing, swallowing], 7],
  ] satisfies [string, Interceptors[], number][]) {
    it(`end it when one ${what}`, async () => {
      const runtime = createRuntime(nodePorts(), { interceptors });
      const { exitCode, stdout } = await runOn(runtime, await buildWat(exits(7)), {});
      expect(exitCode).to.equal(expected);
      expect(stdout).to.equal('');
    });
  }

  it('end it when one throws, and the error is thrown later', async () => {
    const { proxy, dispose } = await openFixture(
      {},
      {},
      {
        interceptors: [
          {
            proc_exit() {
              throw bug;
            },
          },
        ],
      },
    );
    const reported = await uncaughtDuring(() => {
      expect(() => proxy.call('proc_exit', 3))
        .to.throw(GuestExit)
        .with.property('exitCode', 3);
    });
    expect(reported).to.deep.equal([bug]);
    expect(proxy.lines).to.deep.equal(['proc_exit(3)                            = ?']);
    dispose();
  });

  it('let proc_raise be answered', async () => {
    const { proxy, dispose } = await openFixture({}, {}, { interceptors: [{ proc_raise: () => -Errno.ENOTSUP }] });
    expect(proxy.call('proc_raise', 9)).to.equal(Errno.ENOTSUP);
    dispose();
  });
});
