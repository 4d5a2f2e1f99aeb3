import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { carefulHostCalls } from '../../adapters/node/careful-host-calls.js';
import { probeHost } from '../../adapters/node/host-probe.js';
import { type HostCalls, NodeFileSystem, nodeHostCalls } from '../../adapters/node/index.js';
import { FileCalls } from '../../adapters/system/file-calls.js';
import { SystemFileSystem } from '../../adapters/system/index.js';
import { wrongAnswer } from '../../adapters/system/known-answers.js';
import type { Libc } from '../../adapters/system/libc.js';
import { probeCalls } from '../../adapters/system/probe.js';
import { connect, type HostSocket, listen, network } from '../../api/node.js';
import {
  blankDescent,
  blankFilestat,
  contents,
  namesIn,
  openDirectory,
  openFile,
  room,
  vectors,
} from '../../application/contract/index.js';
import type { ConfigurationError } from '../../application/errors.js';
import { type Directory, Errno, type File, type FileSystem, Filetype, Open, type Socket } from '../../domain/index.js';
import { hostFileSystems } from '../guests/host-file-systems.js';
import { LINUX, needing } from '../needs.js';
import { allCalls, unreadableCalls } from './system/altered-calls.js';

/** What can be read of a file; or why it was not opened. */
function textOf(file: File | Directory | number | undefined): unknown {
  if (typeof file !== 'object') return file;
  if (file.kind === 'directory') {
    const names = namesIn(file);
    file.close();
    return names;
  }
  const into = room(4);
  const found = [file.read(into, 0), contents(into), file.size(), file.stat(blankFilestat())];
  return [...found, file.close()];
}

function written(file: File | Directory | number): unknown {
  if (typeof file === 'number' || file.kind === 'directory') return file;
  return [file.write(vectors('new'), 0), file.sync(), file.close()];
}

/** Operations in a directory, which has this path on the host. */
const uses: Readonly<Record<string, (root: Directory, place: string) => unknown>> = {
  'a file that is read': root => textOf(root.open('file', Open.READ)),
  'a file that is made': root => [
    written(root.open('new', Open.WRITE | Open.CREATE | Open.EXCLUSIVE)),
    root.unlink('new'),
  ],
  'a file that may be made': root => written(root.open('other', Open.WRITE | Open.CREATE)),
  'a file that is emptied': root => written(root.open('other', Open.WRITE | Open.TRUNCATE)),
  'a file that is to append': root => {
    const file = root.open('other', Open.READ | Open.WRITE | Open.TRUNCATE);
    if (typeof file === 'number' || file.kind === 'directory') return file;
    const found = [file.setFlags(Open.APPEND), file.write(vectors('ab'), 0), file.write(vectors('cd'), 0), file.size()];
    return [...found, file.close()];
  },
  'a file that is not there': root => root.open('none', Open.READ),
  'a directory that is written': root => root.open('a', Open.WRITE | Open.DIRECTORY),
  'a directory that is listed': root => textOf(root.open('a', Open.READ | Open.DIRECTORY | Open.LIST)),
  'a directory that is passed through': root => textOf(root.open('a', Open.READ | Open.DIRECTORY)),
  'a directory like any name': root => textOf(root.open('a', Open.READ)),
  'a directory that is moved': (root, place) => {
    const directory = openDirectory(root, 'a');
    renameSync(join(place, 'a'), join(place, 'moved'));
    const found = directory.stat('.', blankFilestat());
    renameSync(join(place, 'moved'), join(place, 'a'));
    directory.close();
    return found;
  },
  'a directory that is removed': (root, place) => {
    mkdirSync(join(place, 'removed'));
    const directory = openDirectory(root, 'removed');
    rmdirSync(join(place, 'removed'));
    const found = namesIn(directory);
    directory.close();
    return found;
  },
  'a file below': root => textOf(root.openBelow?.('a/b/file', Open.READ)),
  'a directory below': root => textOf(root.openBelow?.('a/b', Open.READ | Open.DIRECTORY | Open.LIST)),
  'attributes below': root => {
    const into = blankFilestat();
    return [root.statBelow?.('a/b/file', into), Number(into.size)];
  },
  'a listing': root => namesIn(root),
  'a synchronisation': root => root.sync(),
  'room that is left': root => Number(root.freeBytes?.()) > 0,
  'permissions that are copied': (root, place) => {
    const [from, to] = ['file', 'other'].map(name => join(place, name)) as [string, string];
    chmodSync(from, 0o751);
    chmodSync(to, 0o600);
    return [root.copyPermissions?.('file', 'other'), statSync(to).mode & 0o777];
  },
  'times that are set': root => root.setTimes('file', 1n, 2n ** 60n),
};

/** The number 0 of this process, which is its standard input. */
class LowestDescriptor {
  /** What it is, by another number. */
  readonly #kept = openSync('/proc/self/fd/0', 'r');

  get isFree(): boolean {
    try {
      fstatSync(0);
      return false;
    } catch {
      return true;
    }
  }

  free(): void {
    if (!this.isFree) closeSync(0);
  }

  /** A new descriptor gets the lowest free number. */
  take(): void {
    if (this.isFree) openSync(`/proc/self/fd/${this.#kept}`, 'r');
  }

  restore(): void {
    this.take();
    closeSync(this.#kept);
  }
}

needing(LINUX).describe('descriptor 0 of a process without a standard input', () => {
  let place: string;
  let lowest: LowestDescriptor;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'hostcall-lowest-'));
    mkdirSync(join(place, 'a/b/c'), { recursive: true });
    for (const name of ['file', 'other', 'a/file', 'a/b/file']) writeFileSync(join(place, name), 'text');
    lowest = new LowestDescriptor();
  });
  afterEach(() => {
    lowest.restore();
    rmSync(place, { recursive: true });
  });

  const preopen = (fileSystem: FileSystem) => {
    const directory = fileSystem.openPreopen(place);
    if (typeof directory === 'number') throw new Error(`openPreopen: ${directory}`);
    return directory;
  };
  /** The result is the same whether 0 is taken or free; afterwards 0 is free again. */
  const expectNoDifference = (name: string, use: () => unknown) => {
    const usual = use();
    lowest.free();
    expect(use(), name).to.deep.equal(usual);
    expect(lowest.isFree, name).to.equal(true);
    lowest.take();
  };
  /** The same for directories opened before, which have other numbers. */
  const expectNoDifferenceIn = (
    name: string,
    opened: () => readonly Directory[],
    use: (root: Directory, all: readonly Directory[]) => unknown,
  ) => {
    const [first, second] = [opened(), opened()];
    const usual = use(first[0] as Directory, first);
    for (const each of first) each.close();
    lowest.free();
    const found = use(second[0] as Directory, second);
    for (const each of second) each.close();
    expect(found, name).to.deep.equal(usual);
    expect(lowest.isFree, name).to.equal(true);
    lowest.take();
  };

  /** On a host whose primitives are used with care, too. */
  const careful = { name: 'with care', create: () => new NodeFileSystem({ host: carefulHostCalls(nodeHostCalls) }) };
  for (const { name, create } of [...hostFileSystems, careful]) {
    it(`is used for files and directories like any other: ${name}`, () => {
      const opened = () => [preopen(create())];
      for (const [what, use] of Object.entries(uses)) expectNoDifferenceIn(what, opened, root => use(root, place));
    });

    it(`is used for a file that is switched to appending like any other: ${name}`, () => {
      const root = preopen(create());
      const file = openFile(root, 'file', Open.READ | Open.WRITE);
      lowest.free();
      expect(file.setFlags(Open.APPEND)).to.equal(0);
      expect([file.write(vectors('ab'), 0), file.size()]).to.deep.equal([2, 6]);
      file.close();
      root.close();
      expect(lowest.isFree).to.equal(true);
    });

    it(`is used for preopens like any other: ${name}`, () => {
      const into = blankFilestat();
      expectNoDifference('a preopened directory', () => {
        const root = preopen(create());
        const found = [root.stat('.', into), root.stat('file', into), namesIn(root), root.parentInode() > 0n];
        root.close();
        return found;
      });
    });

    it(`is used for descents like any other: ${name}`, () => {
      const into = blankFilestat();
      for (const path of ['a', 'a/b', 'a/none'])
        expectNoDifferenceIn(
          path,
          () => [preopen(create())],
          root => {
            const reached = blankDescent(root);
            return [root.descend(path, reached), reached.steps, reached.directory.stat('file', into)];
          },
        );
    });

    it(`is used for the parents of directories like any other: ${name}`, () => {
      const opened = () => {
        const root = preopen(create());
        const a = openDirectory(root, 'a');
        const b = openDirectory(a, 'b');
        return [b, openDirectory(b, 'c'), a, root];
      };
      const inodes = ['a', 'a/b', '.', '.'].map(path => statSync(join(place, path), { bigint: true }).ino);
      expectNoDifferenceIn('parents', opened, (_, directories) => {
        expect(directories.map(each => each.parentInode())).to.deep.equal(inodes);
      });
    });
  }

  it('is closed where a host opens a directory for writing', () => {
    const { O_DIRECTORY, O_RDWR, O_WRONLY } = constants;
    const host: HostCalls = {
      ...nodeHostCalls,
      open: (path, flags, mode) =>
        nodeHostCalls.open(path, (flags & O_DIRECTORY) === 0 ? flags : flags & ~(O_WRONLY | O_RDWR), mode),
    };
    const root = preopen(new NodeFileSystem({ host }));
    lowest.free();
    expect(root.open('a', Open.WRITE | Open.DIRECTORY)).to.equal(-Errno.EISDIR);
    expect(lowest.isFree).to.equal(true);
    root.close();
  });

  it('is used for the probe of Node’s primitives like any other', () => {
    expectNoDifference('a probe', () => probeHost(nodeHostCalls, join(place, 'probe')));
  });

  for (const calls of allCalls)
    it(`is used for directories that cannot be listed like any other: ${calls.ffi.name}`, () => {
      const fileSystem = new SystemFileSystem(unreadableCalls(calls), 'openat2');
      const into = blankFilestat();
      expectNoDifferenceIn(
        'a passage',
        () => [preopen(fileSystem)],
        root => {
          const a = root.open('a', Open.READ);
          if (typeof a === 'number' || a.kind !== 'directory') return a;
          const found = a.stat('file', into);
          a.close();
          return found;
        },
      );
    });

  for (const calls of allCalls)
    it(`is closed when it was left without an owner: ${calls.ffi.name}`, () => {
      const files = new FileCalls(calls);
      const directory = files.openPreopen(place);
      files.unowned = -1;
      lowest.free();
      expect(files.openHandle(directory, 'a')).to.equal(0);
      files.closeUnowned();
      expect(lowest.isFree).to.equal(true);
      files.close(directory);
    });

  for (const calls of allCalls)
    it(`is used for the probe of the kernel like any other: ${calls.ffi.name}`, () => {
      expectNoDifference('probe', () => probeCalls(new FileCalls(calls)));
    });

  for (const { ffi } of allCalls)
    it(`is used for sockets like any other: ${ffi.name}`, async () => {
      const system = ffi.name;
      const path = join(place, 'socket');
      // The FFI's answers are probed before.
      const listener = await listen({ path }, { system });
      const home = network({ system });
      const kinds: Readonly<Record<string, () => Promise<Socket | number>>> = {
        'one that listens': () => listen({ path: join(place, 'other socket') }, { system }),
        'one that connects': () => connect({ path }, { system }),
        'one that is accepted': async () => listener.accept(),
        'one of a network': async () => home.open(4, Filetype.SOCKET_STREAM),
      };
      for (const [what, open] of Object.entries(kinds)) {
        lowest.free();
        const opened = await open();
        if (typeof opened === 'number') throw new Error(`${what}: ${opened}`);
        expect([(opened as HostSocket).fd, lowest.isFree, opened.stat(blankFilestat())], what).to.deep.equal([
          0,
          false,
          0,
        ]);
        opened.close();
        expect(lowest.isFree, what).to.equal(true);
        lowest.take();
      }
      listener.close();
      lowest.free();
      const refused = await connect({ path }, { system }).catch(({ problem }: ConfigurationError) => problem);
      expect(refused).to.equal(`cannot connect to ${path}: Connection refused (ECONNREFUSED)`);
      expect(lowest.isFree).to.equal(true);
      lowest.take();
    });

  for (const { ffi, libc, architecture } of allCalls)
    it(`is used for the known answers through ${ffi.name} like any other`, () => {
      const errno = new Int32Array(ffi.memory(libc.__errno_location(), 4));
      for (const altered of [{}, { fcntl: () => -1 }, { pread: () => -1 }])
        expectNoDifference('known answers', () =>
          wrongAnswer(ffi, { ...libc, ...altered } as Libc, architecture, errno),
        );
    });
});
