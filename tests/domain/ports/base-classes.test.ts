import { expect } from 'chai';
import { blankDescent, expectErrno, room, vectors } from '../../../application/contract/index.js';
import {
  type Directory,
  DirectoryBase,
  type DirectoryEntry,
  Errno,
  emptyFilestat,
  FileBase,
  type Filestat,
  Filetype,
  Open,
  StreamBase,
} from '../../../domain/index.js';

/** A directory of directories, with a link and a file that cannot be opened. */
class Minimal extends DirectoryBase {
  readonly #depth: number;

  constructor(depth: number) {
    super();
    this.#depth = depth;
  }

  protected override child(name: string): DirectoryBase | number {
    if (name === 'link') return -Errno.ELOOP;
    if (name === 'file') return -Errno.ENOTDIR;
    return name === 'down' && this.#depth > 0 ? new Minimal(this.#depth - 1) : -Errno.ENOENT;
  }

  open(): number {
    return -Errno.EACCES;
  }

  stat(name: string, into: Filestat): number {
    const filetype = { '.': Filetype.DIRECTORY, link: Filetype.SYMBOLIC_LINK, file: Filetype.REGULAR_FILE }[name];
    if (filetype === undefined) return -Errno.ENOENT;
    Object.assign(into, emptyFilestat(), { filetype, inode: BigInt(this.#depth) });
    return 0;
  }

  list(): DirectoryEntry[] {
    return [];
  }

  parentInode(): bigint {
    return BigInt(this.#depth);
  }
}

class MinimalFile extends FileBase {
  override size(): number {
    return 0;
  }

  override stat(into: Filestat): number {
    Object.assign(into, emptyFilestat(), { filetype: this.filetype });
    return 0;
  }
}

class MinimalStream extends StreamBase {}

describe('DirectoryBase', () => {
  const root: Directory = new Minimal(2);

  it('descends from child to child, and reports how far it came', () => {
    const cases = [
      ['down', 1, 0],
      ['down/down', 2, 0],
      ['down/down/down', 2, -Errno.ENOENT],
      ['down/link/x', 1, -Errno.ELOOP],
      ['file/x', 0, -Errno.ENOTDIR],
    ] as const;
    for (const [path, steps, errno] of cases) {
      const into = blankDescent(root);
      expectErrno(root.descend(path, into), errno);
      expect(into.steps, path).to.equal(steps);
      expect(into.directory.parentInode(), path).to.equal(BigInt(2 - steps));
    }
  });

  it('returns ENOTSUP for what a subclass does not implement', () => {
    for (const errno of [
      root.setTimes('file', 1n, 1n),
      root.createDirectory('new'),
      root.removeDirectory('down'),
      root.unlink('file'),
      root.symlink('new', 'file'),
      root.link('file', root, 'new'),
      root.rename('file', root, 'new'),
    ])
      expectErrno(errno, -Errno.ENOTSUP);
    expect(root.freeBytes).to.equal(undefined);
    expect(root.naming).to.equal(undefined);
  });

  it('returns EINVAL for what is not a link', () => {
    expect(root.readlink('file')).to.equal(-Errno.EINVAL);
    expect(root.readlink('.')).to.equal(-Errno.EINVAL);
    expect(root.readlink('missing')).to.equal(-Errno.ENOENT);
    expect(root.readlink('link')).to.equal(-Errno.ENOTSUP);
  });

  it('has nothing to synchronise, and nothing to close', () => {
    expectErrno(root.sync(), 0);
    root.close();
    root.close();
    expectErrno(root.descend('down', blankDescent(root)), 0);
  });
});

describe('FileBase', () => {
  const file = new MinimalFile();

  it('can be neither read nor written, and lacks what changes a file', () => {
    expect(file.filetype).to.equal(Filetype.REGULAR_FILE);
    expectErrno(file.read(room(1), 0), -Errno.EBADF);
    expectErrno(file.write(vectors('x'), 0), -Errno.EBADF);
    expectErrno(file.setSize(1), -Errno.ENOTSUP);
    expectErrno(file.allocate(0, 1), -Errno.ENOTSUP);
    expectErrno(file.setTimes(1n, 1n), -Errno.ENOTSUP);
    expectErrno(file.setFlags(Open.APPEND | Open.NONBLOCK), -Errno.ENOTSUP);
  });

  it('succeeds where nothing has to be done', () => {
    for (const errno of [file.setFlags(Open.NONBLOCK | Open.SYNC), file.advise(0, 1, 0), file.sync(), file.datasync()])
      expectErrno(errno, 0);
    expectErrno(file.close(), 0);
  });
});

describe('StreamBase', () => {
  const stream = new MinimalStream();

  it('is a pipe at its end that cannot be read or written', () => {
    expect(stream).to.include({ kind: 'stream', filetype: Filetype.UNKNOWN, terminal: false });
    expectErrno(stream.read(room(1)), -Errno.EBADF);
    expectErrno(stream.write(vectors('x')), -Errno.EBADF);
    expect(stream.readable()).to.equal(0);
    expect(stream.writable()).to.equal(true);
  });

  it('fills every field of its attributes', () => {
    const into = Object.fromEntries(Object.keys(emptyFilestat()).map(name => [name, -1])) as unknown as Filestat;
    expectErrno(stream.stat(into), 0);
    expect(into).to.deep.equal({ ...emptyFilestat(), filetype: Filetype.UNKNOWN, links: 1n });
    expectErrno(stream.sync(), 0);
  });
});
