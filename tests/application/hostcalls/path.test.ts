import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Errno, Filetype, Fstflag, type HostcallName, Oflag, Right } from '../../../domain/index.js';
import { le } from '../abi/proxy-guest.js';
import { at, EVERY_RIGHT, type Fixture, open, openFixture, READING, ROOT } from './fixture.js';

describe('path', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.dispose());

  const host = (path: string) => join(fixture.root, path);
  const path = (text: string) => fixture.proxy.text(at.path, text);
  const path2 = (text: string) => fixture.proxy.text(at.path2, text);

  function refuse(name: HostcallName, args: (number | bigint)[], errno: keyof typeof Errno): void {
    fixture.proxy.expect(name, args, { errno: Errno[errno], line: new RegExp(`-1 ${errno} \\(`) });
  }

  function openArgs(
    text: string,
    { dirflags = 0, oflags = 0, base = READING, inheriting = 0n, fdflags = 0 } = {},
  ): (number | bigint)[] {
    return [ROOT, dirflags, ...path(text), oflags, base, inheriting, fdflags, at.result];
  }

  describe('path_open', () => {
    it('returns the lowest free descriptor, and has its line in a trace', () => {
      fixture.proxy.expect(
        'path_open',
        openArgs('hi.txt', { dirflags: 1, base: BigInt(Right.FD_READ), inheriting: EVERY_RIGHT }),
        {
          writes: [[at.result, le([4, 4])]],
          line: 'path_open(3</>, SYMLINK_FOLLOW, "hi.txt", 0, FD_READ, ~[SOCK_SHUTDOWN SOCK_ACCEPT], 0) = 4</hi.txt>',
        },
      );
    });

    it('creates, refuses to create twice with EXCL, and empties with TRUNC', () => {
      const { proxy } = fixture;
      proxy.ok('path_open', ...openArgs('new', { oflags: Oflag.CREAT, base: EVERY_RIGHT }));
      expect(readFileSync(host('new'), 'utf8')).to.equal('');
      refuse('path_open', openArgs('new', { oflags: Oflag.CREAT | Oflag.EXCL }), 'EEXIST');
      proxy.ok('path_open', ...openArgs('hi.txt', { oflags: Oflag.TRUNC, base: EVERY_RIGHT }));
      expect(statSync(host('hi.txt')).size).to.equal(0);
    });

    it('refuses missing paths, non-directories, and directories opened for writing', () => {
      refuse('path_open', openArgs('nosuch'), 'ENOENT');
      refuse('path_open', openArgs('nosuch/x'), 'ENOENT');
      refuse('path_open', openArgs('hi.txt/x'), 'ENOTDIR');
      refuse('path_open', openArgs('hi.txt', { oflags: Oflag.DIRECTORY }), 'ENOTDIR');
      refuse('path_open', openArgs('hi.txt/'), 'ENOTDIR');
      refuse('path_open', openArgs('hi.txt///'), 'ENOTDIR');
      refuse('path_open', openArgs('dir', { base: BigInt(Right.FD_READ | Right.FD_WRITE) }), 'EISDIR');
      refuse(
        'path_open',
        openArgs('dir', { base: BigInt(Right.FD_READ | Right.FD_WRITE), oflags: Oflag.DIRECTORY }),
        'EISDIR',
      );
      refuse('path_open', openArgs('new/', { oflags: Oflag.CREAT }), 'EISDIR');
      expect(readdirSync(fixture.root)).to.not.include('new');
    });

    it('opens directories with and without slashes, and through . and ..', () => {
      const { proxy } = fixture;
      for (const name of ['.', 'dir', 'dir/', 'dir///', './/dir/../dir/.']) proxy.ok('path_open', ...openArgs(name));
      proxy.ok('path_open', ...openArgs('dir/.//../dir///./inner.txt'));
    });

    it('follows intermediate links always, and the last one only if asked', () => {
      const { proxy } = fixture;
      proxy.ok('path_open', ...openArgs('dirlink/inner.txt'));
      refuse('path_open', openArgs('link'), 'ELOOP');
      refuse('path_open', openArgs('dirlink'), 'ELOOP');
      refuse('path_open', openArgs('dirlink', { oflags: Oflag.DIRECTORY }), 'ELOOP');
      refuse('path_open', openArgs('dirlink/'), 'ELOOP');
      proxy.ok('path_open', ...openArgs('link', { dirflags: 1 }));
      proxy.ok('path_open', ...openArgs('dirlink/', { dirflags: 1 }));
      refuse('path_open', openArgs('link', { dirflags: 1, oflags: Oflag.DIRECTORY }), 'ENOTDIR');
      refuse('path_open', openArgs('link/', { dirflags: 1 }), 'ENOTDIR');
    });

    it('creates the target of a dangling link, if that is inside', () => {
      const { proxy } = fixture;
      symlinkSync('dir/made', host('dangling'));
      refuse('path_open', openArgs('dangling', { dirflags: 1 }), 'ENOENT');
      proxy.ok('path_open', ...openArgs('dangling', { dirflags: 1, oflags: Oflag.CREAT, base: EVERY_RIGHT }));
      expect(existsSync(host('dir/made'))).to.equal(true);
    });

    it('never leads outside', () => {
      symlinkSync('/etc', host('absolute'));
      symlinkSync('../..', host('up'));
      symlinkSync('../dir/inner.txt', host('dir/inside'));
      for (const name of [
        '/etc/passwd',
        '..',
        '../x',
        'dir/../../x',
        `../${fixture.root.split('/').at(-1)}/hi.txt`,
        '',
      ]) {
        refuse('path_open', openArgs(name, { dirflags: 1 }), name === '' ? 'ENOENT' : 'ENOTCAPABLE');
      }
      for (const name of ['absolute', 'absolute/passwd', 'up', 'up/x', 'dir/../up']) {
        refuse('path_open', openArgs(name, { dirflags: 1 }), 'ENOTCAPABLE');
      }
      fixture.proxy.ok('path_open', ...openArgs('dir/inside', { dirflags: 1 }));
    });

    it('refuses invalid UTF-8, and a NUL', () => {
      const { proxy } = fixture;
      path('hi.txt\0');
      refuse('path_open', [ROOT, 0, at.path, 7, 0, READING, 0n, 0, at.result], 'EINVAL');
      proxy.bytes.set([0xff, 0xfe], at.path);
      refuse('path_open', [ROOT, 0, at.path, 2, 0, READING, 0n, 0, at.result], 'EILSEQ');
      refuse('path_open', [ROOT, 0, at.path, 5000, 0, READING, 0n, 0, at.result], 'ENAMETOOLONG');
      refuse('path_open', openArgs('x'.repeat(300), { oflags: Oflag.CREAT }), 'ENAMETOOLONG');
    });

    it('on a file is ENOTDIR', () => {
      const file = open(fixture.proxy, 'hi.txt');
      refuse('path_open', [file, 0, ...path('x'), 0, 0n, 0n, 0, at.result], 'ENOTDIR');
      refuse('path_open', [0, 0, ...path('x'), 0, 0n, 0n, 0, at.result], 'ENOTDIR');
      refuse('path_open', [99, 0, ...path('x'), 0, 0n, 0n, 0, at.result], 'EBADF');
    });

    it('stops at the descriptor limit, before it creates anything', async () => {
      const small = await openFixture({ limits: { descriptors: 5 } });
      try {
        open(small.proxy, 'hi.txt');
        const [pointer, length] = small.proxy.text(at.path, 'new');
        small.proxy.expect('path_open', [ROOT, 0, pointer, length, Oflag.CREAT, EVERY_RIGHT, 0n, 0, at.result], {
          errno: Errno.EMFILE,
          line: /-1 EMFILE \(Too many open files\)$/,
        });
        expect(readdirSync(small.root)).to.not.include('new');
        small.proxy.ok('fd_close', 4);
        open(small.proxy, 'hi.txt');
      } finally {
        small.dispose();
      }
    });
  });

  it('path_create_directory', () => {
    fixture.proxy.expect('path_create_directory', [ROOT, ...path('made')], {
      line: 'path_create_directory(3</>, "made") = 0',
    });
    expect(statSync(host('made')).isDirectory()).to.equal(true);
    fixture.proxy.ok('path_create_directory', ROOT, ...path('slash/'));
    for (const name of ['made', 'hi.txt', 'link', '.', 'dir/..'])
      refuse('path_create_directory', [ROOT, ...path(name)], 'EEXIST');
    refuse('path_create_directory', [ROOT, ...path('no/such')], 'ENOENT');
    refuse('path_create_directory', [ROOT, ...path('../out')], 'ENOTCAPABLE');
  });

  it('path_remove_directory', () => {
    refuse('path_remove_directory', [ROOT, ...path('dir')], 'ENOTEMPTY');
    mkdirSync(host('a'));
    mkdirSync(host('b'));
    fixture.proxy.expect('path_remove_directory', [ROOT, ...path('a')], {
      line: 'path_remove_directory(3</>, "a") = 0',
    });
    fixture.proxy.ok('path_remove_directory', ROOT, ...path('b/'));
    expect(readdirSync(fixture.root)).to.not.include.members(['a', 'b']);
    for (const name of ['hi.txt', 'hi.txt/', 'dirlink', 'dirlink/'])
      refuse('path_remove_directory', [ROOT, ...path(name)], 'ENOTDIR');
    refuse('path_remove_directory', [ROOT, ...path('.')], 'EINVAL');
    refuse('path_remove_directory', [ROOT, ...path('nosuch')], 'ENOENT');
    expect(existsSync(host('dir/inner.txt'))).to.equal(true);
  });

  it('path_unlink_file', () => {
    fixture.proxy.expect('path_unlink_file', [ROOT, ...path('link')], { line: 'path_unlink_file(3</>, "link") = 0' });
    expect(existsSync(host('hi.txt'))).to.equal(true);
    refuse('path_unlink_file', [ROOT, ...path('hi.txt/')], 'ENOTDIR');
    fixture.proxy.ok('path_unlink_file', ROOT, ...path('hi.txt'));
    expect(existsSync(host('hi.txt'))).to.equal(false);
    for (const name of ['dir', 'dir/', '.']) refuse('path_unlink_file', [ROOT, ...path(name)], 'EISDIR');
    refuse('path_unlink_file', [ROOT, ...path('nosuch')], 'ENOENT');
  });

  it('path_filestat_get describes the link or its target', () => {
    const { proxy } = fixture;
    const filestat = (name: string, follow: boolean) => {
      const stat = (follow ? statSync : lstatSync)(host(name), { bigint: true });
      const type = stat.isSymbolicLink()
        ? Filetype.SYMBOLIC_LINK
        : stat.isDirectory()
          ? Filetype.DIRECTORY
          : Filetype.REGULAR_FILE;
      return le(
        [stat.dev, 8],
        [stat.ino, 8],
        [type, 8],
        [stat.nlink, 8],
        [stat.size, 8],
        [stat.atimeNs, 8],
        [stat.mtimeNs, 8],
        [stat.ctimeNs, 8],
      );
    };
    for (const name of ['hi.txt', 'dir', 'link', 'dirlink', 'dir/inner.txt']) {
      for (const flags of [0, 1]) {
        proxy.expect('path_filestat_get', [ROOT, flags, ...path(name), at.result], {
          writes: [[at.result, filestat(name, flags === 1)]],
          line: new RegExp(
            `^path_filestat_get\\(3</>, ${flags ? 'SYMLINK_FOLLOW' : '0'}, "${name}", \\{filetype=.*, size=\\d+, \\.\\.\\.\\}\\) = 0$`,
          ),
        });
      }
    }
    refuse('path_filestat_get', [ROOT, 1, ...path('hi.txt/'), at.result], 'ENOTDIR');
    refuse('path_filestat_get', [ROOT, 0, ...path('dirlink/'), at.result], 'ENOTDIR');
    proxy.ok('path_filestat_get', ROOT, 1, ...path('dirlink/'), at.result);
    refuse('path_filestat_get', [ROOT, 2, ...path('hi.txt'), at.result], 'EINVAL');
  });

  it('path_filestat_set_times sets the link’s times or its target’s', () => {
    const { proxy } = fixture;
    const set = (name: string, flags: number, mtime: bigint) =>
      proxy.ok('path_filestat_set_times', ROOT, flags, ...path(name), 0n, mtime, Fstflag.MTIM);
    const mtime = (name: string, flags: number) => {
      proxy.ok('path_filestat_get', ROOT, flags, ...path(name), at.result);
      return proxy.view.getBigUint64(at.result + 48, true);
    };
    set('link', 0, 1_000_000_001_000_000_001n);
    set('link', 1, 1_000_000_002_000_000_002n);
    expect(mtime('link', 0)).to.equal(1_000_000_001_000_000_001n);
    expect(mtime('hi.txt', 0)).to.equal(1_000_000_002_000_000_002n);
    expect(mtime('link', 1)).to.equal(1_000_000_002_000_000_002n);
    refuse('path_filestat_set_times', [ROOT, 0, ...path('hi.txt'), 0n, 0n, Fstflag.MTIM | Fstflag.MTIM_NOW], 'EINVAL');
    expect(mtime('hi.txt', 0)).to.equal(1_000_000_002_000_000_002n);
  });

  it('path_link makes a second name of a file or a link, and of nothing else', () => {
    const { proxy } = fixture;
    const link = (from: string, to: string, flags = 0): (number | bigint)[] => [
      ROOT,
      flags,
      ...path(from),
      ROOT,
      ...path2(to),
    ];
    proxy.expect('path_link', link('hi.txt', 'dir/second'), {
      line: 'path_link(3</>, 0, "hi.txt", 3</>, "dir/second") = 0',
    });
    expect(statSync(host('dir/second')).ino).to.equal(statSync(host('hi.txt')).ino);
    proxy.ok('path_link', ...link('link', 'link2'));
    expect(readlinkSync(host('link2'))).to.equal('hi.txt');
    for (const taken of ['hi.txt', 'dir', 'link', 'dir/']) refuse('path_link', link('hi.txt', taken), 'EEXIST');
    refuse('path_link', link('dir', 'dir2'), 'EPERM');
    refuse('path_link', link('.', 'dir2'), 'EPERM');
    refuse('path_link', link('hi.txt', 'new/'), 'ENOENT');
    refuse('path_link', link('hi.txt', 'new', 1), 'EINVAL');
    refuse('path_link', link('hi.txt', '../new'), 'ENOTCAPABLE');
    refuse('path_link', link('nosuch', 'new'), 'ENOENT');
  });

  it('path_symlink stores the target as it is, and refuses an absolute one', () => {
    const { proxy } = fixture;
    proxy.expect('path_symlink', [...path('../any where'), ROOT, ...path2('sym')], {
      line: 'path_symlink("../any where", 3</>, "sym") = 0',
    });
    expect(readlinkSync(host('sym'))).to.equal('../any where');
    refuse('path_symlink', [...path('/etc'), ROOT, ...path2('sym2')], 'ENOTCAPABLE');
    refuse('path_symlink', [at.path, 0, ROOT, ...path2('sym2')], 'ENOENT');
    for (const taken of ['hi.txt', 'dir', 'dir/', '.', 'sym'])
      refuse('path_symlink', [...path('x'), ROOT, ...path2(taken)], 'EEXIST');
    refuse('path_symlink', [...path('x'), ROOT, ...path2('new/')], 'ENOENT');
    refuse('path_symlink', [...path('x'), ROOT, ...path2('hi.txt/')], 'ENOTDIR');
    expect(existsSync(host('sym2'))).to.equal(false);
  });

  it('path_readlink cuts to the buffer and writes no NUL', () => {
    const { proxy } = fixture;
    const target = [...new TextEncoder().encode('hi.txt')];
    proxy.expect('path_readlink', [ROOT, ...path('link'), at.buffer, 10, at.result], {
      writes: [
        [at.buffer, target],
        [at.result, le([6, 4])],
      ],
      line: 'path_readlink(3</>, "link", "hi.txt", 10) = 6',
    });
    proxy.expect('path_readlink', [ROOT, ...path('link'), at.buffer2, 4, at.result], {
      writes: [
        [at.buffer2, target.slice(0, 4)],
        [at.result, le([4, 4])],
      ],
      line: 'path_readlink(3</>, "link", "hi.t", 4) = 4',
    });
    refuse('path_readlink', [ROOT, ...path('hi.txt'), at.buffer, 10, at.result], 'EINVAL');
    refuse('path_readlink', [ROOT, ...path('.'), at.buffer, 10, at.result], 'EINVAL');
    // A slash at the end asks for a directory, and the link is not followed to one.
    refuse('path_readlink', [ROOT, ...path('link/'), at.buffer, 10, at.result], 'ENOTDIR');
    refuse('path_readlink', [ROOT, ...path('dirlink/'), at.buffer, 10, at.result], 'ENOTDIR');
    refuse('path_readlink', [ROOT, ...path('dirlink/.'), at.buffer, 10, at.result], 'EINVAL');
    refuse('path_readlink', [ROOT, ...path('nosuch'), at.buffer, 10, at.result], 'ENOENT');
  });

  it('path_rename moves and replaces, and does not mix files and directories', () => {
    const { proxy } = fixture;
    const rename = (from: string, to: string): (number | bigint)[] => [ROOT, ...path(from), ROOT, ...path2(to)];
    proxy.expect('path_rename', rename('hi.txt', 'dir/moved'), {
      line: 'path_rename(3</>, "hi.txt", 3</>, "dir/moved") = 0',
    });
    expect(readFileSync(host('dir/moved'), 'utf8')).to.equal('hi\n');
    expect(existsSync(host('hi.txt'))).to.equal(false);
    writeFileSync(host('other'), 'other');
    proxy.ok('path_rename', ...rename('other', 'dir/moved'));
    expect(readFileSync(host('dir/moved'), 'utf8')).to.equal('other');
    mkdirSync(host('empty'));
    refuse('path_rename', rename('dir/moved', 'empty'), 'EISDIR');
    refuse('path_rename', rename('empty', 'dir/moved'), 'ENOTDIR');
    refuse('path_rename', rename('empty', 'dir'), 'ENOTEMPTY');
    refuse('path_rename', rename('dir', 'dir/sub'), 'EINVAL');
    refuse('path_rename', rename('dir/moved/', 'x'), 'ENOTDIR');
    refuse('path_rename', rename('dir/moved', 'x/'), 'ENOTDIR');
    refuse('path_rename', rename('nosuch', 'x'), 'ENOENT');
    refuse('path_rename', rename('.', 'x'), 'EBUSY');
    refuse('path_rename', rename('dir', '../x'), 'ENOTCAPABLE');
    proxy.ok('path_rename', ...rename('dir/', 'empty'));
    proxy.ok('path_rename', ...rename('empty', 'again/'));
    proxy.ok('path_rename', ...rename('again/', 'last/'));
    expect(readdirSync(host('last')).sort()).to.deep.equal(['inner.txt', 'moved']);
  });

  it('a read-only preopen refuses everything that changes anything', async () => {
    const guarded = await openFixture();
    const { root } = guarded;
    guarded.proxy.close();
    const readOnly = await openFixture({ preopens: { '/': { directory: root, readOnly: true }, '/rw': fixture.root } });
    try {
      const { proxy } = readOnly;
      const p = (text: string) => proxy.text(at.path, text);
      const p2 = (text: string) => proxy.text(at.path2, text);
      const before = JSON.stringify(
        readdirSync(root).map(name => [name, lstatSync(join(root, name)).mtimeMs, lstatSync(join(root, name)).size]),
      );
      const refused = { errno: Errno.ENOTCAPABLE, line: /-1 ENOTCAPABLE/ };
      const RW = 4;
      for (const [oflags, base] of [
        [Oflag.CREAT, READING],
        [Oflag.TRUNC, BigInt(Right.FD_READ)],
        [0, BigInt(Right.FD_READ | Right.FD_WRITE)],
        [0, BigInt(Right.FD_FILESTAT_SET_SIZE)],
      ] as const) {
        proxy.expect('path_open', [ROOT, 0, ...p('hi.txt'), oflags, base, 0n, 0, at.result], refused);
      }
      proxy.expect('path_create_directory', [ROOT, ...p('new')], refused);
      proxy.expect('path_remove_directory', [ROOT, ...p('dir')], refused);
      proxy.expect('path_unlink_file', [ROOT, ...p('hi.txt')], refused);
      proxy.expect('path_symlink', [...p('x'), ROOT, ...p2('new')], refused);
      proxy.expect('path_filestat_set_times', [ROOT, 0, ...p('hi.txt'), 0n, 0n, Fstflag.MTIM], refused);
      proxy.expect('path_rename', [ROOT, ...p('hi.txt'), ROOT, ...p2('new')], refused);
      proxy.expect('path_rename', [ROOT, ...p('hi.txt'), RW, ...p2('new')], refused);
      proxy.expect('path_rename', [RW, ...p('hi.txt'), ROOT, ...p2('new')], refused);
      proxy.expect('path_link', [ROOT, 0, ...p('hi.txt'), ROOT, ...p2('new')], refused);
      proxy.expect('path_link', [ROOT, 0, ...p('hi.txt'), RW, ...p2('new')], refused);
      proxy.expect('path_link', [RW, 0, ...p('hi.txt'), ROOT, ...p2('new')], refused);
      const kept = BigInt(Right.FD_READ | Right.FD_SEEK | Right.FD_FILESTAT_GET);
      const fd = open(proxy, 'hi.txt', { base: kept, inheriting: kept });
      proxy.expect('fd_write', [fd, ...proxy.iovecs(at.iovecs, [at.buffer, 1]), at.result], {
        errno: Errno.EBADF,
        line: /-1 EBADF/,
      });
      proxy.expect('fd_filestat_set_size', [fd, 0n], refused);
      proxy.expect('fd_filestat_set_times', [fd, 0n, 0n, Fstflag.MTIM], refused);
      proxy.expect('fd_allocate', [fd, 0n, 100n], refused);
      const after = JSON.stringify(
        readdirSync(root).map(name => [name, lstatSync(join(root, name)).mtimeMs, lstatSync(join(root, name)).size]),
      );
      expect(after).to.equal(before);
    } finally {
      readOnly.dispose();
      guarded.dispose();
    }
  });
});
