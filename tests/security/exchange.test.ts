import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdirSync, openSync, realpathSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { memoryDirectory } from '../../adapters/memory/index.js';
import { type HostCalls, NodeFileSystem, nodeHostCalls, nodePorts } from '../../adapters/node/index.js';
import { ffiNames, type SystemCalls, SystemFileSystem, systemCalls } from '../../adapters/system/index.js';
import { WindowsFileSystem } from '../../adapters/windows/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { mounts, overlay, quota, readOnly } from '../../application/composition/index.js';
import { Errno, type FileSystem } from '../../domain/index.js';
import { BUILD_TIMEOUT, buildC, type GuestOptions } from '../guests/index.js';
import { runOn } from '../guests/own-host.js';
import { LINUX, needing, POSIX } from '../needs.js';
import { Grounds, type Surroundings, surroundings } from './grounds.js';
import { watchedCalls } from './watched-calls.js';
import { watchedHost } from './watched-host.js';

type Wrapped = NonNullable<GuestOptions['preopens']>[string];

/** A way in which directories are reached. */
interface Reach {
  readonly name: string;
  readonly rules?: 'windows';
  /** @returns a file system, and what of it leads out of a directory, as it comes up */
  watch(inside: string): { readonly fileSystem: FileSystem; readonly outside: readonly string[] };
  open(): FileSystem;
}

/** Descriptors that only append or only read may not do what is done through a second one, at the path of the first. */
function refusing(): Partial<HostCalls> {
  const limited = new Set<number>();
  const unless =
    <Args extends [number, ...unknown[]]>(call: (...args: Args) => number) =>
    (...args: Args) =>
      limited.has(args[0]) ? -Errno.EPERM : call(...args);
  const { open, truncate, sync, datasync, futimes } = nodeHostCalls;
  return {
    open(path, flags, mode) {
      const fd = open(path, flags, mode);
      const isLimited =
        (flags & constants.O_APPEND) !== 0 || (flags & (constants.O_WRONLY | constants.O_RDWR)) === constants.O_RDONLY;
      if (fd >= 0) limited[isLimited ? 'add' : 'delete'](fd);
      return fd;
    },
    truncate: unless(truncate),
    sync: unless(sync),
    datasync: unless(datasync),
    futimes: unless(futimes),
  };
}

const reaches: readonly Reach[] = [
  ...(LINUX.met ? [onHost('handles', host => new NodeFileSystem({ reach: 'handles', host }))] : []),
  onHost('checks', host => new NodeFileSystem({ reach: 'checks', host })),
  { ...onHost('checks by the rules of Windows', host => new WindowsFileSystem(host)), rules: 'windows' },
  {
    ...onHost('checks by the rules of Windows, with second descriptors', host => new WindowsFileSystem(host), refusing),
    rules: 'windows',
  },
  ...ffiNames.flatMap(name => {
    const calls = systemCalls(name);
    return typeof calls === 'string' ? [] : [byCalls(calls, 'openat2'), byCalls(calls, 'components')];
  }),
];

function onHost(name: string, open: (host: HostCalls) => FileSystem, instead?: () => Partial<HostCalls>): Reach {
  return {
    name,
    watch(inside) {
      const { host, outside } = watchedHost(inside, instead?.());
      return { fileSystem: open(host), outside };
    },
    open: () => open({ ...nodeHostCalls, ...instead?.() }),
  };
}

function byCalls(calls: SystemCalls, descent: 'openat2' | 'components'): Reach {
  return {
    name: `${calls.ffi.name} and ${descent}`,
    watch(inside) {
      const watched = watchedCalls(inside, calls);
      return { fileSystem: new SystemFileSystem(watched.calls, descent), outside: watched.outside };
    },
    open: () => new SystemFileSystem(calls, descent),
  };
}

const wraps: Readonly<Record<string, (path: string, reach: Reach) => Wrapped>> = {
  alone: path => path,
  'read-only': path => readOnly(path),
  'under a quota': path => quota(path, {}),
  'with mounts': path => mounts(path, { mounted: memoryDirectory() }),
  'under an overlay': (path, { rules }) => overlay(path, memoryDirectory({}, { rules: rules ?? 'posix' })),
};

needing(POSIX).describe('A guest that exchanges a directory for a link', () => {
  let wasm: Uint8Array;
  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    wasm = await buildC('exchange');
  });

  for (const reach of reaches) {
    for (const [wrapped, wrap] of Object.entries(wraps)) {
      for (const nested of [false, true]) {
        const where = nested ? 'above a preopen inside another' : 'on its way';
        it(`${where} has nothing outside opened, changed or examined: by ${reach.name}, ${wrapped}`, async () => {
          const told: string[] = [];
          for (const around of surroundings) told.push(await attempt(around, reach, nested, path => wrap(path, reach)));
          expect(told[0]).to.include('F_SETFL').and.to.include('deep/bait');
          // The files outside make no difference.
          for (const other of told) expect(other).to.equal(told[0]);
        });
      }
    }
  }

  /** @returns what the guest has printed */
  async function attempt(
    around: Surroundings,
    reach: Reach,
    nested: boolean,
    wrap: (path: string) => Wrapped,
  ): Promise<string> {
    const grounds = new Grounds('gone', base => surround(base, around));
    try {
      if (nested) mkdirSync(join(grounds.inside, 'nest/secret/deep'), { recursive: true });
      const inside = realpathSync(grounds.inside);
      const { fileSystem, outside } = reach.watch(inside);
      const preopens = { '/': wrap(inside), ...(nested && { '/nested': wrap(join(inside, 'nest')) }) };
      const result = await runOn(createRuntime({ ...nodePorts(), fileSystem }), wasm, { preopens });
      expect(result.stderr).to.equal('');
      expect(result.exitCode).to.equal(0);
      expect(outside).to.deep.equal([]);
      expect(grounds.trespass).to.equal(undefined);
      return result.stdout;
    } finally {
      grounds.dispose();
    }
  }

  it('does not let a program go on that waits for a pipe outside', async () => {
    for (const reach of reaches) {
      const grounds = new Grounds('gone', base => mkdirSync(join(base, 'secret')));
      const pipe = join(grounds.base, 'secret/fifo');
      execFileSync('mkfifo', [pipe]);
      const reader = spawn('sh', ['-c', 'echo waiting; cat "$0"', pipe], { stdio: ['ignore', 'pipe', 'inherit'] });
      let read = '';
      reader.stdout.setEncoding('utf8').on('data', text => {
        read += text;
      });
      const ended = once(reader, 'close');
      await once(reader.stdout, 'data');
      const runtime = createRuntime({ ...nodePorts(), fileSystem: reach.open() });
      await runOn(runtime, wasm, { preopens: { '/': grounds.inside } });
      await release(reader, pipe);
      await ended;
      expect(read, reach.name).to.equal('waiting\nby the test\n');
      grounds.dispose();
    }
  });
});

/** Puts beside the inside what the link leads to. */
function surround(base: string, around: Surroundings): void {
  if (around === 'gone') return;
  const [file, directory] = around === 'there' ? ['bait', 'deep'] : ['deep', 'bait'];
  mkdirSync(join(base, 'secret', directory), { recursive: true });
  writeFileSync(join(base, 'secret', directory, 'bait'), 'canary');
  writeFileSync(join(base, 'secret', file), 'canary');
  writeFileSync(join(base, 'secret/fifo'), 'canary');
}

/** Writes to a pipe once it has a reader, unless another process opened it and the reader has ended. */
async function release(reader: ChildProcess, pipe: string): Promise<void> {
  while (reader.exitCode === null) {
    try {
      const fd = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
      writeSync(fd, 'by the test\n');
      closeSync(fd);
      return;
    } catch {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  }
}
