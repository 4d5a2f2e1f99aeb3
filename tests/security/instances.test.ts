import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { config, finalize, take } from 'rxjs';
import { captureOutput } from '../../adapters/memory/index.js';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { GuestStopped } from '../../application/errors.js';
import { formatStrace } from '../../application/formats/index.js';
import { errnoName } from '../../domain/index.js';
import { ProxyGuest } from '../application/abi/proxy-guest.js';
import { at, EVERY_RIGHT, type Fixture, open, openFixture, READING, ROOT } from '../application/hostcalls/fixture.js';
import { uncaughtDuring } from '../application/uncaught.js';
import { buildWat } from '../guests/build-wat.js';
import { mechanism } from './mechanisms.js';

describe('Guests beside each other', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.dispose());

  for (const [title, own] of [
    ['two runtimes', true],
    ['two guests of one runtime', false],
  ] as const) {
    it(`${mechanism(30)}: ${title} share no descriptor, offset, right, argument or memory`, async () => {
      const runtime = createRuntime(nodePorts());
      const options = (name: string) => ({
        args: [name],
        env: { NAME: name },
        preopens: { '/': fixture.root },
        stdout: captureOutput(),
      });
      const one = await ProxyGuest.open(runtime, options('one'));
      const other = await ProxyGuest.open(own ? createRuntime(nodePorts()) : runtime, options('other, longer'));
      const fd = open(one, 'hi.txt', { base: EVERY_RIGHT });
      expect(errnoName(other.call('fd_tell', fd, at.result))).to.equal('EBADF');
      expect(open(other, 'hi.txt', { base: READING })).to.equal(fd);
      one.ok('fd_seek', fd, 2n, 0, at.result);
      other.ok('fd_tell', fd, at.result);
      expect(other.view.getBigUint64(at.result, true)).to.equal(0n);
      one.ok('fd_fdstat_set_rights', ROOT, 0n, 0n);
      other.ok('path_filestat_get', ROOT, 1, ...other.text(at.path, 'link'), at.result);
      const before = other.bytes.slice();
      one.bytes.fill(0x55);
      one.ok('random_get', 0, 4096);
      expect(Buffer.compare(other.bytes, before)).to.equal(0);
      one.ok('args_sizes_get', at.result, at.result2);
      other.ok('args_sizes_get', at.result, at.result2);
      expect(other.view.getUint32(at.result2, true) - one.view.getUint32(at.result2, true)).to.equal(
        'other, longer'.length - 'one'.length,
      );
      other.ok('environ_sizes_get', at.result, at.result2);
      expect(other.view.getUint32(at.result2, true)).to.equal('NAME=other, longer\0'.length);
      one.close();
      other.ok('fd_read', fd, ...other.iovecs(at.iovecs, [at.buffer, 3]), at.result);
      open(other, 'dir/inner.txt', { base: READING });
      expect(() => one.call('proc_exit', 3)).to.throw();
      other.ok('sched_yield');
      other.close();
    });
  }

  it(`${mechanism(30)}: the trace of one runtime says nothing of another’s guests`, async () => {
    const [one, other] = [createRuntime(nodePorts()), createRuntime(nodePorts())];
    const lines: string[] = [];
    one.hostcalls$.subscribe(call => lines.push(formatStrace(call)));
    const guest = await ProxyGuest.open(other, { preopens: { '/': fixture.root } });
    guest.ok('sched_yield');
    guest.close();
    expect(guest.lines).to.have.length(1);
    expect(lines).to.deep.equal([]);
  });

  it(`${mechanism(30)}: ports that were replaced in one runtime are not in the next`, async () => {
    const { clocks } = nodePorts();
    const frozen = createRuntime({
      ...nodePorts(),
      clocks: {
        resolution: () => 1,
        monotonic: () => 0,
        read: (_id, into) => Object.assign(into, { seconds: 7 }) && 0,
      },
    });
    const time = async (runtime: ReturnType<typeof createRuntime>) => {
      const guest = await ProxyGuest.open(runtime, {});
      guest.ok('clock_time_get', 0, 0n, at.result);
      guest.close();
      return guest.view.getBigUint64(at.result, true) / 1_000_000_000n;
    };
    expect(await time(frozen)).to.equal(7n);
    expect(Number(await time(createRuntime({ ...nodePorts(), clocks })))).to.be.closeTo(Date.now() / 1000, 60);
  });

  it(`${mechanism(31)}: the process is untouched by an exit, a trap and a loop around an exit`, async () => {
    const runtime = createRuntime(nodePorts());
    const exitCode = process.exitCode;
    const ended: number[] = [];
    const listener = (code: number) => ended.push(code);
    process.on('exit', listener);
    try {
      for (const [body, code] of [
        ['(call $exit (i32.const 42))', 42],
        ['(try (do (call $exit (i32.const 7))) (catch_all (call $exit (i32.const 8))))', 7],
        ['(loop $again (try (do (call $exit (i32.const 5))) (catch_all (br $again))))', 5],
      ] as const) {
        const wasm = await buildWat(
          `(module (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32))) (memory (export "memory") 1) (func (export "_start") ${body}))`,
        );
        expect((await runtime.run(wasm)).exitCode).to.equal(code);
      }
      expect(process.exitCode).to.equal(exitCode);
      expect(ended).to.deep.equal([]);
    } finally {
      process.off('exit', listener);
    }
  });

  it('names of JavaScript properties are ordinary names', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf', 'then'];
    const { proxy, root } = fixture;
    for (const name of names) {
      const [pointer, length] = proxy.text(at.path, name);
      const missing = proxy.call('path_open', ROOT, 1, pointer, length, 0, READING, 0n, 0, at.result);
      expect(errnoName(missing), name).to.equal('ENOENT');
      proxy.ok('path_create_directory', ROOT, ...proxy.text(at.path, name));
      proxy.ok('fd_close', open(proxy, `${name}/../${name}/${name}`, { oflags: 1 }));
      expect(readFileSync(join(root, name, name), 'utf8')).to.equal('');
    }
    const env = Object.fromEntries(names.map(name => [name, name]));
    Object.defineProperty(env, '__proto__', { value: 'own', enumerable: true });
    mkdirSync(join(root, 'pre'));
    writeFileSync(join(root, 'pre/x'), 'x');
    const preopens = JSON.parse(`{"__proto__": ${JSON.stringify(join(root, 'pre'))}}`);
    const guest = await ProxyGuest.open(createRuntime(nodePorts()), { env, preopens });
    guest.ok('environ_sizes_get', at.result, at.result2);
    expect(guest.view.getUint32(at.result, true)).to.equal(names.length);
    guest.ok('fd_prestat_get', ROOT, at.result);
    expect(guest.view.getUint32(at.result + 4, true)).to.equal('__proto__'.length);
    guest.ok('path_filestat_get', ROOT, 0, ...guest.text(at.path, 'x'), at.result);
    guest.close();
  });

  it(`${mechanism(33)}: a subscriber changes nothing for the guest`, async () => {
    const thrown: unknown[] = [];
    const { onUnhandledError } = config;
    config.onUnhandledError = error => thrown.push(error);
    try {
      const watched = createRuntime(nodePorts());
      const plain = createRuntime(nodePorts());
      const fail = () => {
        throw new Error('from a subscriber');
      };
      watched.hostcalls$.subscribe(fail);
      watched.entered$.subscribe(fail);
      // One whose end throws.
      watched.hostcalls$.pipe(take(1), finalize(fail)).subscribe();
      const seen: string[] = [];
      watched.hostcalls$.subscribe(call => seen.push(call.name));
      const outcomes = [];
      for (const runtime of [watched, plain]) {
        const guest = await ProxyGuest.open(runtime, { preopens: { '/': fixture.root } });
        const fd = open(guest, 'hi.txt', { base: READING });
        guest.ok('fd_read', fd, ...guest.iovecs(at.iovecs, [at.buffer, 8]), at.result);
        const missing = guest.call('path_unlink_file', ROOT, ...guest.text(at.path, 'none'));
        guest.ok('fd_close', fd);
        outcomes.push([fd, missing, Buffer.from(guest.bytes.subarray(0, 8192)).toString('hex')]);
        expect(() => guest.call('proc_exit', 9))
          .to.throw()
          .with.property('exitCode', 9);
        guest.close();
      }
      expect(outcomes[0]).to.deep.equal(outcomes[1]);
      expect(seen).to.deep.equal(['path_open', 'fd_read', 'path_unlink_file', 'fd_close', 'proc_exit']);
      await new Promise(resolve => setTimeout(resolve, 20));
      // The error reaches its author, but not through the guest.
      expect(thrown.length).to.be.greaterThan(0);
    } finally {
      config.onUnhandledError = onUnhandledError;
    }
  });

  it(`${mechanism(33)}: an interceptor changes nothing for the guest`, async () => {
    const bug = new Error('from an interceptor');
    const broken = await openFixture(
      {},
      {},
      {
        interceptors: [
          {
            path_create_directory() {
              throw bug;
            },
            fd_close(_call, proceed) {
              proceed();
              throw bug;
            },
          },
        ],
      },
    );
    try {
      const { proxy } = broken;
      const reported = await uncaughtDuring(() => {
        proxy.ok('path_create_directory', ROOT, ...proxy.text(at.path, 'made'));
        const fd = open(proxy, 'hi.txt', { base: READING });
        proxy.ok('fd_close', fd);
        expect(errnoName(proxy.call('fd_close', fd))).to.equal('EBADF');
      });
      expect(statSync(join(broken.root, 'made')).isDirectory()).to.equal(true);
      expect(reported).to.deep.equal([bug, bug, bug]);
    } finally {
      broken.dispose();
    }
  });

  it(`${mechanism(34)}: with redact, nothing of it is in a trace`, async () => {
    const secret = 'Xq7ZwK9jVp';
    writeFileSync(join(fixture.root, 'secret.txt'), secret);
    for (const redact of [false, true]) {
      const runtime = createRuntime(nodePorts(), { payload: Number.POSITIVE_INFINITY, redact });
      const lines: string[] = [];
      runtime.hostcalls$.subscribe(call => lines.push(formatStrace(call)));
      const guest = await ProxyGuest.open(runtime, {
        args: [secret],
        env: { TOKEN: secret },
        preopens: { '/': fixture.root },
        stdout: captureOutput(),
      });
      guest.ok('args_get', at.result, at.in);
      guest.ok('environ_get', at.result, at.in);
      const fd = open(guest, 'secret.txt', { base: READING });
      guest.ok('fd_read', fd, ...guest.iovecs(at.iovecs, [at.buffer, 20]), at.result);
      guest.ok('fd_write', 1, ...guest.iovecs(at.iovecs, [at.buffer, secret.length]), at.result);
      guest.close();
      expect(
        lines.some(line => line.includes(secret)),
        lines.join('\n'),
      ).to.equal(!redact);
      if (redact) expect(lines.join('\n')).to.contain('TOKEN=');
    }
  });

  const exit = '(call $exit (i32.const 3))';
  const cries = '(drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))';
  for (const [how, body] of [
    ['catch_all', `(try (do ${exit}) (catch_all ${cries}))`],
    ['catch_all in catch_all', `(try (do (try (do ${exit}) (catch_all ${cries}))) (catch_all ${cries}))`],
    ['catch_all in a loop', `(loop $again (try (do ${exit}) (catch_all ${cries} (br $again))))`],
    ['catch with a tag', `(try (do ${exit}) (catch $tag ${cries}) (catch_all ${cries}))`],
    ['a rethrow', `(try (do (try $inner (do ${exit}) (catch_all ${cries} (rethrow $inner)))) (catch_all ${cries}))`],
    ['a catch further up', `(try (do (call $leave)) (catch_all ${cries}))`],
    ['a delegate', `(try $outer (do (try (do ${exit}) (delegate $outer))) (catch_all ${cries}))`],
  ] as const) {
    it(`${mechanism(40)}: ${how} around proc_exit, a cancellation and a limit`, async () => {
      const wasm = await buildWat(`(module
        (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
        (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
        (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (data (i32.const 0) "\\08\\00\\00\\00\\06\\00\\00\\00caught")
        (tag $tag)
        (global $stay (mut i32) (i32.const 0))
        (func $exit (param i32)
          (if (global.get $stay) (then (loop $ever (drop (call $yield)) (br $ever))) (else (call $proc_exit (local.get 0)))))
        (func $leave ${exit})
        (func (export "_start") ${body} ${cries})
        (func (export "stay") (global.set $stay (i32.const 1)) ${body} ${cries}))`);
      const runtime = createRuntime(nodePorts());
      const stdout = captureOutput();
      expect((await runtime.run(wasm, { stdout })).exitCode).to.equal(3);
      // Stopped from within a call that it makes for ever.
      for (const stop of ['signal', 'timeout'] as const) {
        const controller = new AbortController();
        const stoppable = createRuntime(nodePorts(), {
          interceptors: [
            {
              sched_yield(_call, proceed) {
                controller.abort();
                return proceed();
              },
            },
          ],
        });
        const options = stop === 'signal' ? { signal: controller.signal } : { timeout: 5 };
        const instance = await stoppable.instantiate(wasm, { stdout, ...options });
        expect(() => instance.invoke('stay')).to.throw(GuestStopped);
        expect(() => instance.invoke('stay'), 'once more').to.throw(GuestStopped);
        instance.close();
      }
      expect(stdout.text, 'what the guest did when it was over').to.equal('');
    });
  }
});
