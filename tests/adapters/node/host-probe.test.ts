import * as fs from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { carefulHostCalls } from '../../../adapters/node/careful-host-calls.js';
import { probeHost } from '../../../adapters/node/host-probe.js';
import { type HostCalls, NodeFileSystem, nodeHostCalls } from '../../../adapters/node/index.js';
import {
  CREATE,
  DIRECTORY,
  EXCLUSIVE,
  HANDLE,
  NOFOLLOW,
  ONLY_DIRECTORY,
  TRUNCATE,
} from '../../../adapters/node/open-flags.js';
import { windowsHostCalls } from '../../../adapters/windows/index.js';
import { expectErrno, openFile, put, take } from '../../../application/contract/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import { Errno, Open } from '../../../domain/index.js';
import { LINUX, needing, POSIX } from '../../needs.js';
import { RecordedWindows } from '../../windows/recorded-windows.js';
import { countingHost } from './counting-host.js';
import { openScratch, type Scratch } from './scratch.js';

/** A host without some flags. */
const without = (flags: number): Partial<HostCalls> => ({
  open: (path, given, mode) => nodeHostCalls.open(path, given & ~flags, mode),
});
const followed = (path: string): string => {
  try {
    return fs.realpathSync(path);
  } catch {
    return path.replace(/link$/, 'new');
  }
};
const isLink = (path: string): boolean => fs.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
/** A host that creates first and asks then, as Deno 2.9 does for files that are only to be read. */
const createsFirst: Partial<HostCalls> = {
  open(path, flags, mode) {
    if ((flags & CREATE) !== 0 && (flags & 3) === fs.constants.O_RDONLY) {
      nodeHostCalls.close(nodeHostCalls.open(path, CREATE | fs.constants.O_WRONLY, mode));
      return nodeHostCalls.open(path, flags & ~CREATE & ~EXCLUSIVE, mode);
    }
    return nodeHostCalls.open(path, flags, mode);
  },
};
const removesAll: Partial<HostCalls> = {
  unlink: path => (nodeHostCalls.rmdir(path) === 0 ? 0 : nodeHostCalls.unlink(path)),
};

const stranger = nodeHostCalls.lstat('/') as fs.BigIntStats;

/** What a host does wrong, and how the probe names it. */
const HOSTILE: readonly (readonly [string, Partial<HostCalls>, RegExp])[] = [
  ['drops O_EXCL', without(EXCLUSIVE), /O_EXCL/],
  ['drops O_NOFOLLOW', without(NOFOLLOW), /O_NOFOLLOW/],
  [
    'drops O_NOFOLLOW only when it creates',
    {
      open: (path, flags, mode) =>
        nodeHostCalls.open(path, (flags & (CREATE | EXCLUSIVE)) === CREATE ? flags & ~NOFOLLOW : flags, mode),
    },
    /O_CREAT with O_NOFOLLOW/,
  ],
  [
    'drops O_NOFOLLOW only when it truncates',
    {
      open: (path, flags, mode) =>
        nodeHostCalls.open(path, (flags & (CREATE | TRUNCATE)) === TRUNCATE ? flags & ~NOFOLLOW : flags, mode),
    },
    /O_NOFOLLOW/,
  ],
  [
    'drops O_NOFOLLOW only for directories',
    {
      open: (path, flags, mode) =>
        nodeHostCalls.open(path, (flags & ONLY_DIRECTORY) !== 0 ? flags & ~NOFOLLOW : flags, mode),
    },
    /O_NOFOLLOW/,
  ],
  [
    'drops O_NOFOLLOW only for what is to be reached through',
    {
      open: (path, flags, mode) => nodeHostCalls.open(path, flags === HANDLE ? flags & ~NOFOLLOW : flags, mode),
    },
    /O_NOFOLLOW/,
  ],
  [
    'follows only where it creates a new file',
    {
      open: (path, flags, mode) =>
        (flags & EXCLUSIVE) !== 0 && isLink(path)
          ? nodeHostCalls.open(followed(path), flags, mode)
          : nodeHostCalls.open(path, flags, mode),
    },
    /O_CREAT with O_NOFOLLOW/,
  ],
  [
    'drops O_NOFOLLOW only for directories that are read',
    { open: (path, flags, mode) => nodeHostCalls.open(path, flags === DIRECTORY ? flags & ~NOFOLLOW : flags, mode) },
    /O_NOFOLLOW/,
  ],
  ['drops O_DIRECTORY', without(ONLY_DIRECTORY), /O_DIRECTORY/],
  ['creates first and asks then', createsFirst, /O_EXCL|O_CREAT/],
  ['has its own idea of identity', { fstat: () => stranger }, /fstat/],
  ['follows with lstat', { lstat: path => nodeHostCalls.lstat(followed(path)) }, /lstat/],
  [
    'follows with lstat what leads nowhere',
    { lstat: path => (isLink(path) && !fs.existsSync(path) ? -Errno.ENOENT : nodeHostCalls.lstat(path)) },
    /lstat/,
  ],
  ['follows with the cheaper lstat', { roughLstat: path => nodeHostCalls.roughLstat(followed(path)) }, /lstat/],
  ['makes targets absolute', { readlink: path => followed(path) }, /readlink/],
  ['removes directories as files', removesAll, /a directory as if it were a file/],
  [
    'removes files as directories',
    { rmdir: path => (nodeHostCalls.unlink(path) === 0 ? 0 : nodeHostCalls.rmdir(path)) },
    /a file as if it were a directory/,
  ],
  [
    'removes links as directories',
    {
      rmdir: path =>
        (nodeHostCalls.lstat(path) as fs.BigIntStats).isSymbolicLink?.()
          ? nodeHostCalls.unlink(path)
          : nodeHostCalls.rmdir(path),
    },
    /a symbolic link as if it were a directory/,
  ],
  [
    'removes directories that are not empty',
    {
      rmdir: path => {
        if (nodeHostCalls.rmdir(path) === -Errno.ENOTDIR) return -Errno.ENOTDIR;
        fs.rmSync(path, { recursive: true, force: true });
        return 0;
      },
    },
    /a directory that is not empty/,
  ],
  ['removes what a link leads to', { unlink: path => nodeHostCalls.unlink(followed(path)) }, /something else/],
  [
    'replaces directories',
    {
      rename: (path, newPath) => {
        if (nodeHostCalls.rename(path, newPath) === 0) return 0;
        fs.rmSync(newPath, { recursive: true });
        return nodeHostCalls.rename(path, newPath);
      },
    },
    /rename/,
  ],
  [
    'replaces directories with files',
    {
      rename: (path, newPath) => {
        if (fs.statSync(path).isFile() && fs.existsSync(newPath) && fs.statSync(newPath).isDirectory())
          fs.rmSync(newPath, { recursive: true });
        return nodeHostCalls.rename(path, newPath);
      },
    },
    /replaces a directory with a file/,
  ],
  [
    'replaces files with directories',
    {
      rename: (path, newPath) => {
        if (fs.statSync(path).isDirectory() && fs.existsSync(newPath) && fs.statSync(newPath).isFile())
          fs.rmSync(newPath);
        return nodeHostCalls.rename(path, newPath);
      },
    },
    /replaces a file with a directory/,
  ],
  [
    'renames what a link leads to',
    { rename: (path, newPath) => nodeHostCalls.rename(followed(path), newPath) },
    /rename/,
  ],
  [
    'renames to where a link leads',
    { rename: (path, newPath) => nodeHostCalls.rename(path, followed(newPath)) },
    /rename/,
  ],
  [
    'makes directories where a link leads',
    { mkdir: (path, mode) => nodeHostCalls.mkdir(followed(path), mode) },
    /mkdir/,
  ],
  [
    'makes directories in place of links',
    {
      mkdir: (path, mode) => {
        if (isLink(path)) fs.unlinkSync(path);
        return nodeHostCalls.mkdir(path, mode);
      },
    },
    /makes something where a symbolic link is/,
  ],
  [
    'makes links where a link leads',
    { symlink: (to, path) => nodeHostCalls.symlink(to, followed(path)) },
    /symlink|lstat/,
  ],
  ['gives names where a link leads', { link: (path, newPath) => nodeHostCalls.link(path, followed(newPath)) }, /link/],
  [
    'gives what a link leads to a second name',
    { link: (path, newPath) => nodeHostCalls.link(followed(path), newPath), linkFollows: false },
    /link/,
  ],
  [
    'sets the times of what a link leads to',
    {
      lutimes: (path, accessed) => {
        try {
          fs.utimesSync(path, Number(accessed), 0);
          return 0;
        } catch {
          return -Errno.ENOENT;
        }
      },
    },
    /lutimes/,
  ],
];

needing(POSIX).describe('node: the probe of a host', () => {
  let scratch: Scratch;
  let at = 0;
  const place = () => join(scratch.outside, `probe-${at++}`);
  beforeEach(() => {
    scratch = openScratch();
  });
  afterEach(() => scratch.dispose());

  it('finds nothing wrong with Node, and leaves nothing', () => {
    const directory = place();
    expect(probeHost(nodeHostCalls, directory)).to.deep.equal({ fault: undefined, links: true });
    expect(fs.readdirSync(scratch.outside)).to.deep.equal([]);
  });

  for (const [what, instead, fault] of HOSTILE) {
    it(`finds a host that ${what}`, () => {
      expect(probeHost({ ...nodeHostCalls, ...instead }, place())?.fault).to.match(fault);
    });
  }

  it('is nothing where nothing can be made', () => {
    const directory = join(scratch.outside, 'missing/probe');
    expect(probeHost(nodeHostCalls, directory)).to.equal(undefined);
    const full = { ...nodeHostCalls, open: () => -Errno.EMFILE };
    expect(probeHost(full, place())).to.equal(undefined);
    expect(fs.readdirSync(scratch.outside)).to.deep.equal([]);
  });

  it('knows whether there were links to try', () => {
    const plain = { ...nodeHostCalls, symlink: () => -Errno.EPERM };
    expect(probeHost(plain, place())).to.deep.equal({ fault: undefined, links: false });
    expect(fs.readdirSync(scratch.outside)).to.deep.equal([]);
  });

  it('finds nothing wrong with the primitives for Windows, with and without links', () => {
    for (const privileged of [true, false]) {
      const windows = new RecordedWindows();
      windows.privileged = privileged;
      windows.mkdir('C:/temp', 0);
      expect(probeHost(windowsHostCalls(windows), 'C:/temp/probe')).to.deep.equal({
        fault: undefined,
        links: privileged,
      });
      expect(windows.readdir('C:/temp')).to.deep.equal([]);
      expect(windows.openDescriptors).to.equal(0);
    }
  });

  it('is made once for a host, when the first directory is opened', () => {
    const host = countingHost();
    const fileSystem = new NodeFileSystem({ host });
    expect(host.calls()).to.deep.equal([]);
    const open = () => {
      const root = fileSystem.openPreopen(scratch.inside);
      if (typeof root === 'number') throw new Error(`openPreopen: ${root}`);
      root.close();
    };
    open();
    expect(host.calls()).to.include('symlink');
    open();
    expect(host.calls()).to.not.include('symlink');
  });

  it('does not let a host be used that care does not help', () => {
    const fileSystem = new NodeFileSystem({ host: { ...nodeHostCalls, ...without(NOFOLLOW) } });
    expect(() => fileSystem.openPreopen(scratch.inside))
      .to.throw(ConfigurationError, 'opens what a symbolic link leads to')
      .with.property('message')
      .that.matches(/; use Node, or directories in memory/);
  });

  it('leaves nothing of a host that has a fault', () => {
    const made: string[] = [];
    const mkdir: HostCalls['mkdir'] = (path, mode) => {
      made.push(path);
      return nodeHostCalls.mkdir(path, mode);
    };
    const fileSystem = new NodeFileSystem({ host: { ...nodeHostCalls, ...without(NOFOLLOW), mkdir } });
    expect(() => fileSystem.openPreopen(scratch.inside)).to.throw(ConfigurationError);
    expect(made).to.not.deep.equal([]);
    expect(made.filter(path => fs.existsSync(path))).to.deep.equal([]);
  });
});

needing(POSIX).describe('node: a host that is used with care', () => {
  let scratch: Scratch;
  before(() => {
    // As Deno 2.9 is.
    scratch = openScratch({ host: { ...nodeHostCalls, ...createsFirst, ...removesAll } });
  });
  after(() => scratch.dispose());

  it('passes the probe', () => {
    const careful = carefulHostCalls({ ...nodeHostCalls, ...createsFirst, ...removesAll });
    expect(probeHost(careful, join(scratch.outside, 'probe'))?.fault).to.equal(undefined);
    expect(fs.readdirSync(scratch.outside)).to.deep.equal([]);
  });

  it('creates nothing where a link leads, in whatever way it is opened', () => {
    const { inside, outside, root } = scratch;
    fs.symlinkSync('../outside/created', join(inside, 'link'));
    for (const access of [Open.READ, Open.WRITE, Open.READ | Open.WRITE])
      for (const more of [0, Open.TRUNCATE, Open.APPEND, Open.TRUNCATE | Open.APPEND])
        expectErrno(root.open('link', access | more | Open.CREATE), -Errno.ELOOP);
    expectErrno(root.open('link', Open.READ | Open.CREATE | Open.EXCLUSIVE), -Errno.EEXIST);
    expect(fs.readdirSync(outside)).to.deep.equal([]);
  });

  it('creates, truncates and appends as others do', () => {
    const { inside, root } = scratch;
    openFile(root, 'new', Open.READ | Open.CREATE).close();
    openFile(root, 'newer', Open.READ | Open.CREATE | Open.EXCLUSIVE).close();
    expectErrno(root.open('new', Open.READ | Open.CREATE | Open.EXCLUSIVE), -Errno.EEXIST);
    put(root, 'file', 'text');
    openFile(root, 'file', Open.READ | Open.CREATE).close();
    expect(take(root, 'file')).to.equal('text');
    for (const how of [Open.READ, Open.WRITE | Open.APPEND, Open.READ | Open.CREATE, Open.WRITE | Open.CREATE]) {
      put(root, 'file', 'text');
      openFile(root, 'file', how | Open.TRUNCATE).close();
      expect(fs.readFileSync(join(inside, 'file'), 'utf8')).to.equal('');
    }
    fs.mkdirSync(join(inside, 'dir'));
    expectErrno(root.open('dir', Open.READ | Open.CREATE), -Errno.EISDIR);
    expectErrno(root.open('missing', Open.READ | Open.TRUNCATE), -Errno.ENOENT);
  });

  it('removes no directory as a file', () => {
    const { inside, root } = scratch;
    fs.mkdirSync(join(inside, 'empty'));
    expectErrno(root.unlink('empty'), -Errno.EISDIR);
    expect(fs.readdirSync(inside)).to.include('empty');
    fs.symlinkSync('empty', join(inside, 'entry'));
    expectErrno(root.unlink('entry'), 0);
    expectErrno(root.unlink('missing'), -Errno.ENOENT);
    expect(fs.readdirSync(inside)).to.include('empty').and.not.include('entry');
  });

  it('may keep its primitives in a class', () => {
    const primitives = Object.entries(nodeHostCalls).filter(([, each]) => typeof each === 'function');
    class Host {
      readonly linkFollows = nodeHostCalls.linkFollows;
      readonly asked: string[] = [];
    }
    for (const [name, primitive] of primitives) {
      const asked = function (this: Host, ...args: never[]) {
        this.asked.push(name);
        return primitive(...args);
      };
      Object.defineProperty(Host.prototype, name, { value: asked, enumerable: false });
    }
    const host = new Host();
    expect(carefulHostCalls(host as never).lstat('/')).to.be.an('object');
    expect(host.asked).to.deep.equal(['lstat']);
  });

  it('is any host that nothing can be tried on', () => {
    const { inside, outside, dispose } = openScratch({
      host: { ...nodeHostCalls, ...createsFirst, ...removesAll, mkdir: () => -Errno.EROFS },
    });
    const fileSystem = new NodeFileSystem({
      host: { ...nodeHostCalls, ...createsFirst, ...removesAll, mkdir: () => -Errno.EROFS },
    });
    const root = fileSystem.openPreopen(inside);
    if (typeof root === 'number') throw new Error(`openPreopen: ${root}`);
    fs.symlinkSync('../outside/created', join(inside, 'link'));
    expectErrno(root.open('link', Open.READ | Open.CREATE), -Errno.ELOOP);
    expect(fs.readdirSync(outside)).to.deep.equal([]);
    root.close();
    dispose();
    const blind = { ...nodeHostCalls, ...without(NOFOLLOW), mkdir: () => -Errno.EROFS };
    if (LINUX.met)
      expect(() => new NodeFileSystem({ host: blind }).openPreopen('/')).to.throw(ConfigurationError, 'O_NOFOLLOW');
    const lstat: HostCalls['lstat'] = path => nodeHostCalls.lstat(followed(path));
    const following = { ...nodeHostCalls, lstat, mkdir: () => -Errno.EROFS };
    if (LINUX.met)
      expect(() => new NodeFileSystem({ host: following }).openPreopen('/')).to.throw(ConfigurationError, 'lstat');
  });
});
