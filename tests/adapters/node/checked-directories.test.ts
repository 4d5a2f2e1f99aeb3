import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type HostCalls, NodeFileSystem, nodeHostCalls } from '../../../adapters/node/index.js';
import {
  blankFilestat,
  expectErrno,
  namesIn,
  openDirectory,
  openFile,
  put,
} from '../../../application/contract/index.js';
import { type Directory, Errno, Open, windowsNaming } from '../../../domain/index.js';
import { LINUX, needing, POSIX } from '../../needs.js';
import { openScratchOn, type Scratch } from './scratch.js';

/** What a primitive gives from now on, by what would be done. */
type Given = (path: string | number) => number | undefined;
/** The primitives that may do so. */
const PRIMITIVES = ['open', 'lstat', 'fstat', 'roughStat', 'roughLstat', 'truncate', 'unlink'] as const;

describe('node: directories by checks, on a host that changes', () => {
  let scratch: Scratch;
  /** Errnos in place of what primitives give; nothing of that before a test says so. */
  let given: Partial<Record<(typeof PRIMITIVES)[number], Given>>;
  beforeEach(() => {
    given = {};
    const changing = PRIMITIVES.map(name => [
      name,
      (what: string | number, ...rest: number[]) =>
        given[name]?.(what) ?? (nodeHostCalls[name] as (...args: unknown[]) => unknown)(what, ...rest),
    ]);
    const host: HostCalls = { ...nodeHostCalls, ...Object.fromEntries(changing) };
    scratch = openScratchOn(new NodeFileSystem({ reach: 'checks', host }));
    mkdirSync(join(scratch.inside, 'a/b'), { recursive: true });
    writeFileSync(join(scratch.inside, 'a/b/file'), '');
  });
  afterEach(() => scratch.dispose());
  const inner = () => openDirectory(openDirectory(scratch.root, 'a'), 'b');

  it('are gone where something else is on the way to them', () => {
    const { inside } = scratch;
    const directory = inner();
    expectErrno(directory.stat('file', blankFilestat()), 0);
    renameSync(join(inside, 'a'), join(inside, 'moved'));
    writeFileSync(join(inside, 'a'), '');
    expectErrno(directory.stat('file', blankFilestat()), -Errno.ENOENT);
    renameSync(join(inside, 'a'), join(inside, 'file'));
    symlinkSync('moved', join(inside, 'a'));
    expectErrno(directory.stat('file', blankFilestat()), -Errno.ENOENT);
  });

  it('are gone if that comes about while they are looked at, and otherwise have the host’s errno', () => {
    const directory = inner();
    for (const [errno, expected] of [
      [Errno.ENOTDIR, Errno.ENOENT],
      [Errno.ELOOP, Errno.ENOENT],
      [Errno.EACCES, Errno.EACCES],
      [Errno.EIO, Errno.EIO],
    ] as const) {
      given.lstat = path => (String(path).endsWith('/b/.') ? -errno : undefined);
      expectErrno(directory.stat('file', blankFilestat()), -expected);
    }
  });

  needing(LINUX).it('are not preopened through a link that has taken their place', () => {
    const { inside, outside } = scratch;
    const realpath: HostCalls['realpath'] = path => {
      const real = nodeHostCalls.realpath(path);
      if (path === inside) {
        renameSync(inside, `${inside}-moved`);
        symlinkSync(outside, inside);
      }
      return real;
    };
    const fileSystem = new NodeFileSystem({ reach: 'checks', host: { ...nodeHostCalls, realpath } });
    expectErrno(fileSystem.openPreopen(inside) as number, -Errno.ENOTDIR);
  });

  it('are preopened without being readable, and for no other reason without being opened', () => {
    const { inside } = scratch;
    const fileSystem = new NodeFileSystem({ reach: 'checks', host: { ...nodeHostCalls, open: () => -Errno.EACCES } });
    const passed = fileSystem.openPreopen(inside) as Directory;
    expectErrno(passed.stat('a', blankFilestat()), 0);
    expectErrno(passed.sync(), -Errno.EACCES);
    passed.close();
    const full = new NodeFileSystem({ reach: 'checks', host: { ...nodeHostCalls, open: () => -Errno.EMFILE } });
    expect(full.openPreopen(inside)).to.equal(-Errno.EMFILE);
  });

  it('have the host’s errno where they are opened and it tells nothing of them', () => {
    given.fstat = () => -Errno.EIO;
    expectErrno(scratch.root.open('a', Open.READ | Open.DIRECTORY), -Errno.EIO);
    // A directory that cannot be listed can still be passed through.
    given = {
      open: path => (String(path).endsWith('/a') ? -Errno.EACCES : undefined),
      lstat: path => (String(path).endsWith('/a') ? -Errno.EIO : undefined),
    };
    expectErrno(scratch.root.open('a', Open.READ | Open.DIRECTORY), -Errno.EIO);
    for (const errno of [Errno.EMFILE, Errno.EIO]) {
      given = { open: path => (String(path).endsWith('/a') ? -errno : undefined) };
      expectErrno(scratch.root.open('a', Open.READ | Open.DIRECTORY), -errno);
    }
    given = { roughStat: () => -Errno.EIO };
    expectErrno(scratch.root.open('a', Open.READ), -Errno.EIO);
    given = { roughLstat: path => (String(path).endsWith('/inside') ? -Errno.EIO : undefined) };
    expectErrno(scratch.root.stat('a', blankFilestat()), -Errno.EIO);
  });

  it('are not opened to be changed, even if a host would do that', () => {
    const { inside, root } = scratch;
    const opened: number[] = [];
    given.open = path => {
      if (path !== join(inside, 'a')) return undefined;
      opened.push(nodeHostCalls.open(inside, 0, 0));
      return opened.at(-1);
    };
    for (const how of [Open.WRITE, Open.TRUNCATE]) expectErrno(root.open('a', how | Open.DIRECTORY), -Errno.EISDIR);
    expect(opened).to.have.lengthOf(2);
    for (const fd of opened) expectErrno(nodeHostCalls.roughStat(fd) as number, -Errno.EBADF);
  });

  it('are synchronised where they are, and nothing that has taken their place', () => {
    const { inside, outside, root } = scratch;
    const listed = openDirectory(root, 'a', Open.READ | Open.DIRECTORY | Open.LIST);
    given.open = path => (String(path).endsWith('/a') ? -Errno.EACCES : undefined);
    const passed = openDirectory(root, 'a');
    given.open = () => -Errno.EMFILE;
    expectErrno(passed.sync(), -Errno.EMFILE);
    given = {};
    expectErrno(passed.sync(), 0);
    mkdirSync(join(outside, 'a'));
    renameSync(join(inside, 'a'), join(inside, 'moved'));
    symlinkSync('../outside/a', join(inside, 'a'));
    expectErrno(passed.sync(), -Errno.ENOENT);
    expectErrno(listed.sync(), 0);
  });

  it('have files that are not opened anew where another file, or a link, is in their place', () => {
    const { inside, root } = scratch;
    put(root, 'file', 'abc');
    const file = openFile(root, 'file', Open.READ | Open.WRITE);
    const place = join(inside, 'file');
    const opened: string[] = [];
    given.open = path => void opened.push(String(path));
    renameSync(place, join(inside, 'moved'));
    writeFileSync(place, '');
    expectErrno(file.setFlags(Open.APPEND), -Errno.ENOTSUP);
    expect(opened).to.deep.equal([]);
    // The link comes when the file has been looked at.
    renameSync(join(inside, 'moved'), place);
    given.lstat = path => {
      if (path !== place || opened.length > 0) return undefined;
      opened.push('link');
      const stats = nodeHostCalls.lstat(place);
      renameSync(place, join(inside, 'moved'));
      symlinkSync('moved', place);
      return stats as unknown as number;
    };
    expectErrno(file.setFlags(Open.APPEND), -Errno.ENOTSUP);
    expect(opened).to.deep.equal(['link', place]);
    file.close();
    // It is the same file, but a link is on the way to it.
    given = {};
    const below = openFile(openDirectory(root, 'a'), 'linked', Open.WRITE | Open.CREATE);
    renameSync(join(inside, 'a'), join(inside, 'elsewhere'));
    symlinkSync('elsewhere', join(inside, 'a'));
    expectErrno(below.setFlags(Open.APPEND), -Errno.ENOTSUP);
    below.close();
  });

  it('have files that are not extended where the host does not tell how long they are', () => {
    put(scratch.root, 'file', 'abc');
    const file = openFile(scratch.root, 'file', Open.READ | Open.WRITE);
    const truncated: unknown[] = [];
    given = { roughStat: () => -Errno.EIO, truncate: fd => void truncated.push(fd) };
    expectErrno(file.allocate(0, 10), -Errno.EIO);
    expect(truncated).to.deep.equal([]);
    given = {};
    expectErrno(file.allocate(0, 10), 0);
    expect(file.size()).to.equal(10);
    file.close();
  });

  it('have files that are opened anew with other flags, or say why they are not', () => {
    put(scratch.root, 'file', 'abc');
    const file = openFile(scratch.root, 'file', Open.READ | Open.WRITE);
    given.fstat = () => -Errno.EIO;
    expectErrno(file.setFlags(Open.APPEND), -Errno.EIO);
    expectErrno(file.stat(blankFilestat()), -Errno.EIO);
    given = { open: () => -Errno.EACCES };
    expectErrno(file.setFlags(Open.APPEND), -Errno.EACCES);
    given = { open: () => -Errno.EMFILE };
    expectErrno(file.setFlags(Open.APPEND), -Errno.ENOTSUP);
    given = {};
    expectErrno(file.setFlags(Open.APPEND), 0);
    expect(file.size()).to.equal(3);
    file.close();
  });

  needing(POSIX).it('are listed without the names that the rules there refuse', () => {
    const { inside, outside } = scratch;
    for (const name of ['plain', 'plain:stream', 'NUL']) writeFileSync(join(outside, name), '');
    const ruled = new NodeFileSystem({ reach: 'checks', naming: windowsNaming }).openPreopen(outside) as Directory;
    expect(namesIn(ruled)).to.deep.equal(['plain']);
    ruled.close();
    const free = new NodeFileSystem({ reach: 'checks' }).openPreopen(inside) as Directory;
    writeFileSync(join(inside, 'NUL'), '');
    expect(namesIn(free)).to.deep.equal(['NUL', 'a']);
    free.close();
  });

  it('are not unlinked as files are, whichever errno a host has for that', () => {
    put(scratch.root, 'file', '');
    given.unlink = () => -Errno.EPERM;
    expectErrno(scratch.root.unlink('a'), -Errno.EISDIR);
    expectErrno(scratch.root.unlink('file'), -Errno.EPERM);
    given.unlink = () => -Errno.EACCES;
    expectErrno(scratch.root.unlink('a'), -Errno.EACCES);
  });
});

for (const reach of ['handles', 'checks'] as const)
  needing(LINUX).describe(`node: directories by ${reach}`, () => {
    it('are synchronised by a descriptor that can be', () => {
      const synchronised: number[] = [];
      const host: HostCalls = {
        ...nodeHostCalls,
        sync(fd) {
          const result = nodeHostCalls.sync(fd);
          synchronised.push(result);
          return result;
        },
      };
      const scratch = openScratchOn(new NodeFileSystem({ reach, host }));
      mkdirSync(join(scratch.inside, 'a'));
      for (const directory of [scratch.root, openDirectory(scratch.root, 'a')]) {
        synchronised.length = 0;
        expectErrno(directory.sync(), 0);
        expect(synchronised.at(-1)).to.equal(0);
      }
      scratch.dispose();
    });
  });
