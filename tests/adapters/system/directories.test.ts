import { execFileSync } from 'node:child_process';
import {
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { constants } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type SystemCalls, SystemFileSystem } from '../../../adapters/system/index.js';
import {
  blankDescent,
  blankFilestat,
  descendTo,
  expectErrno,
  namesIn,
  openDirectory,
  openFile,
  put,
  statOf,
  take,
} from '../../../application/contract/index.js';
import { type Directory, type DirectoryEntry, Errno, Filetype, Open } from '../../../domain/index.js';
import { descriptors, makePipe, openScratchOn, type Scratch } from '../node/scratch.js';
import { allCalls, alteredCalls, notedCalls } from './altered-calls.js';

const { EIO, EPERM, ENOSYS } = constants.errno;

for (const calls of allCalls) {
  describe(`directories through ${calls.ffi.name}`, () => {
    let scratch: Scratch;
    const openOn = (other: SystemCalls, descent: 'openat2' | 'components' = 'openat2') => {
      scratch = openScratchOn(new SystemFileSystem(other, descent));
      return scratch.root;
    };
    afterEach(() => scratch.dispose());

    it('are unusable once closed, even if another has their number', () => {
      const root = openOn(calls);
      for (const path of ['closed', 'other', 'other/inner']) mkdirSync(join(scratch.inside, path));
      const closed = openDirectory(root, 'closed');
      closed.close();
      const other = openDirectory(root, 'other');
      for (const name of ['.', 'inner']) expectErrno(closed.stat(name, blankFilestat()), -Errno.EBADF);
      expectErrno(closed.open('inner', Open.READ), -Errno.EBADF);
      expectErrno(closed.descend('inner', blankDescent(closed)), -Errno.EBADF);
      expectErrno(closed.openBelow?.('inner/x', Open.READ), -Errno.EBADF);
      expectErrno(closed.createDirectory('x'), -Errno.EBADF);
      expectErrno(closed.sync(), -Errno.EBADF);
      expectErrno(closed.list(), -Errno.EBADF);
      expect(closed.parentInode()).to.equal(0n);
      closed.close();
      expect(namesIn(other)).to.deep.equal(['inner']);
      other.close();
    });

    it('are closed once', () => {
      const { calls: watched, noted } = notedCalls(calls);
      const directory = openDirectory(openOn(watched), '.');
      for (const closed of [1, 0]) {
        noted.length = 0;
        directory.close();
        expect(noted.filter(({ name }) => name === 'close')).to.have.lengthOf(closed);
      }
    });

    it('that were opened to be listed are listed, even if opening is forbidden by then', () => {
      let forbidden = false;
      const altered = alteredCalls(calls, (real, fail) => ({
        openat: (fd = 0, name = 0, flags = 0, mode = 0) =>
          forbidden ? fail(EPERM) : real.openat(fd, name, flags, mode),
      }));
      const root = openOn(altered);
      put(root, 'file', '');
      const directory = openDirectory(root, '.', Open.READ | Open.DIRECTORY | Open.LIST);
      forbidden = true;
      expect(namesIn(directory)).to.deep.equal(['file']);
      expectErrno(directory.sync(), 0);
      directory.close();
    });

    for (const descent of ['openat2', 'components'] as const) {
      it(`keep at most 97 of those that were reached open, and none once all is closed: by ${descent}`, () => {
        const before = descriptors().length;
        const root = openOn(calls, descent);
        for (let i = 0; i < 150; i++) mkdirSync(join(scratch.inside, `dir${i}/inner`), { recursive: true });
        const held = openDirectory(root, 'dir0');
        for (let i = 0; i < 150; i++) descendTo(root, `dir${i}/inner`);
        for (let i = 0; i < 10; i++) descendTo(held, 'inner');
        expect(descriptors().length - before).to.equal(2 + 97);
        root.close();
        // Directories reached from the other one belong to that.
        expect(descriptors().length - before).to.equal(1 + 10);
        held.close();
        expect(descriptors().length).to.equal(before);
      });

      it(`leave no descriptor open, whatever was done: by ${descent}`, () => {
        const before = descriptors().length;
        const root = openOn(calls, descent);
        mkdirSync(join(scratch.inside, 'dir/inner'), { recursive: true });
        writeFileSync(join(scratch.inside, 'dir/file'), 'x');
        symlinkSync('..', join(scratch.inside, 'dir/link'));
        for (let round = 0; round < 3; round++) {
          const dir = openDirectory(root, 'dir');
          const inner = openDirectory(dir, 'inner', Open.READ | Open.DIRECTORY | Open.LIST);
          for (const each of [dir, inner]) {
            namesIn(each);
            each.parentInode();
            each.sync();
            each.freeBytes?.();
          }
          for (const path of ['inner', 'link', 'file', 'none', 'inner/none']) dir.descend(path, blankDescent(dir));
          for (const path of ['dir/file', 'dir/link', 'dir/none', 'dir/inner']) {
            root.statBelow?.(path, blankFilestat());
            for (const how of [Open.READ, Open.WRITE, Open.READ | Open.DIRECTORY, Open.WRITE | Open.DIRECTORY]) {
              const opened = root.openBelow?.(path, how);
              if (typeof opened === 'object') opened.close();
              const [, name = ''] = path.split('/');
              const stepwise = dir.open(name, how);
              if (typeof stepwise !== 'number') stepwise.close();
            }
          }
          dir.copyPermissions?.('file', 'file');
          inner.close();
          dir.close();
        }
        root.close();
        expect(descriptors().length).to.equal(before);
      });
    }

    it('look up nothing but the name of an entry', () => {
      const root = openOn(calls);
      mkdirSync(join(scratch.inside, 'dir'));
      writeFileSync(join(scratch.outside, 'secret'), 'x');
      for (const name of [
        '..',
        '../outside',
        '../outside/secret',
        '/',
        '/etc',
        'dir/..',
        'dir/',
        'dir\0',
        'ä/..',
        '\0',
      ]) {
        for (const result of attempts(root, name)) expectErrno(result, -Errno.EINVAL);
      }
      for (const result of attempts(root, '')) expectErrno(result, -Errno.ENOENT);
      for (const result of attempts(root, 'x'.repeat(256))) expectErrno(result, -Errno.ENAMETOOLONG);
      for (const result of attempts(root, 'ä'.repeat(4096))) expectErrno(result, -Errno.ENAMETOOLONG);
      expectErrno(root.createDirectory('ä'.repeat(127)), 0);
      expect(readdirSync(scratch.outside)).to.deep.equal(['secret']);
    });

    it('are descended along paths that are too long for one call', () => {
      const root = openOn(calls);
      const names = Array.from({ length: 30 }, (_, n) => `${n}-${'ü'.repeat(100)}`);
      let directory = root;
      for (const [index, name] of names.entries()) {
        expectErrno(directory.createDirectory(name), 0);
        directory = descendTo(root, names.slice(0, index + 1).join('/'));
      }
      put(directory, 'file', 'deep');
      expect(take(descendTo(root, names.join('/')), 'file')).to.equal('deep');
      // Node cannot.
      execFileSync('rm', ['-r', join(scratch.inside, names[0] as string)]);
    });

    for (const error of [ENOSYS, EPERM]) {
      it(`are descended one by one where openat2() is ${error === ENOSYS ? 'missing' : 'forbidden'}`, () => {
        const root = openOn(alteredCalls(calls, (_, fail) => ({ openat2: () => fail(error) })));
        mkdirSync(join(scratch.inside, 'a/b/c'), { recursive: true });
        writeFileSync(join(scratch.inside, 'a/b/c/file'), 'x');
        symlinkSync('b', join(scratch.inside, 'a/link'));
        expect(take(descendTo(root, 'a/b/c'), 'file')).to.equal('x');
        expectErrno(root.descend('a/link/c', blankDescent(root)), -Errno.ELOOP, -Errno.ENOTDIR);
        expect(root.openBelow?.('a/b/c/file', Open.READ)).to.be.below(0);
      });
    }

    it('are descended in one call, and opened or examined in one more', () => {
      const { calls: watched, noted } = notedCalls(calls);
      const root = openOn(watched);
      mkdirSync(join(scratch.inside, 'a/b/c'), { recursive: true });
      writeFileSync(join(scratch.inside, 'a/b/c/file'), 'x');
      noted.length = 0;
      descendTo(root, 'a/b/c');
      expect(noted.map(({ name }) => name)).to.deep.equal(['openat2']);
      noted.length = 0;
      expectErrno(root.statBelow?.('a/b/c/file', blankFilestat()), 0);
      expect(noted.map(({ name }) => name)).to.deep.equal(['openat2', 'fstat', 'close']);
      noted.length = 0;
      const file = root.openBelow?.('a/b/c/file', Open.READ);
      expect(noted.map(({ name }) => name)).to.deep.equal(['openat2', 'fstat']);
      if (typeof file === 'object') file.close();
      noted.length = 0;
      expectErrno(root.statBelow?.('a/b/none', blankFilestat()), -Errno.ENOENT);
      expectErrno(root.openBelow?.('a/b/none', Open.READ), -Errno.ENOENT);
      expect(noted.map(({ name }) => name)).to.deep.equal(['openat2', 'openat2']);
    });

    it('are descended without openat2() where that ignores its flags', () => {
      const { calls: watched, noted } = notedCalls(calls);
      const root = openOn(watched, 'components');
      mkdirSync(join(scratch.inside, 'a/b'), { recursive: true });
      writeFileSync(join(scratch.inside, 'a/b/file'), 'x');
      expect(take(descendTo(root, 'a/b'), 'file')).to.equal('x');
      expectErrno(root.statBelow?.('a/b/file', blankFilestat()), -Errno.ENOTSUP);
      expectErrno(root.openBelow?.('a/b/file', Open.READ), -Errno.ENOTSUP);
      expect(noted.map(({ name }) => name)).to.not.include('openat2');
    });

    describe('listed', () => {
      it('have the inode and the type of each entry', async () => {
        const root = openOn(calls);
        const at = (name: string) => join(scratch.inside, name);
        writeFileSync(at('file'), '');
        mkdirSync(at('dir'));
        symlinkSync('nowhere', at('link'));
        makePipe(at('pipe'));
        const server = createServer().listen(at('socket'));
        await new Promise(resolve => server.once('listening', resolve));
        const types = {
          dir: Filetype.DIRECTORY,
          file: Filetype.REGULAR_FILE,
          link: Filetype.SYMBOLIC_LINK,
          pipe: Filetype.UNKNOWN,
          socket: Filetype.SOCKET_STREAM,
        };
        const listed = root.list();
        const expected = Object.entries(types).map(([name, filetype]) => ({
          name,
          inode: lstatSync(at(name), { bigint: true }).ino,
          filetype,
        }));
        expect(sorted(listed)).to.deep.equal(expected);
        await new Promise(resolve => server.close(resolve));
      });

      it('have the type of each entry where the file system does not report it', () => {
        const untyped = alteredCalls(calls, real => ({
          getdents64(fd, address, size) {
            const length = real.getdents64(fd as number, address as number, size as number);
            if (length <= 0) return length;
            const entries = new DataView(calls.ffi.memory(address as number, length));
            for (let at = 0; at < length; at += entries.getUint16(at + 16, true)) entries.setUint8(at + 18, 0);
            return length;
          },
        }));
        const root = openOn(untyped);
        mkdirSync(join(scratch.inside, 'dir'));
        writeFileSync(join(scratch.inside, 'file'), '');
        symlinkSync('dir', join(scratch.inside, 'link'));
        expect(sorted(root.list()).map(({ filetype }) => filetype)).to.deep.equal([
          Filetype.DIRECTORY,
          Filetype.REGULAR_FILE,
          Filetype.SYMBOLIC_LINK,
        ]);
      });

      it('leave out names that are not UTF-8, and only those', () => {
        const root = openOn(calls);
        const names = ['plain', 'ä', '日本', '😀', '\ufffd', 'x'.repeat(255), '...', ' '];
        for (const name of names) writeFileSync(join(scratch.inside, name), '');
        for (const bytes of [[0xff], [0x61, 0xc3], [0xed, 0xa0, 0x80], [0xef, 0xbf, 0xbd, 0xff]])
          writeFileSync(Buffer.concat([Buffer.from(`${scratch.inside}/`), Buffer.from(bytes)]), '');
        expect(namesIn(root)).to.deep.equal(names.sort());
      });

      it('are listed anew each time, from the start', () => {
        const root = openOn(calls);
        for (const how of [0, Open.LIST]) {
          const directory = openDirectory(root, '.', Open.READ | Open.DIRECTORY | how);
          for (const name of ['a', 'b', 'c']) {
            put(root, name, '');
            expect(namesIn(directory)).to.include(name);
            expect(namesIn(directory)).to.deep.equal(namesIn(root));
          }
          directory.close();
        }
      });

      it('are complete or an error', () => {
        for (const name of ['lseek', 'getdents64'] as const) {
          const root = openOn(alteredCalls(calls, (_, fail) => ({ [name]: () => fail(EIO) })));
          put(root, 'file', '');
          expectErrno(root.list(), -Errno.EIO);
          if (name === 'lseek') scratch.dispose();
        }
      });

      it('may have a hundred thousand entries', function () {
        this.timeout(120_000);
        const root = openOn(calls);
        const directory = mkdtempSync('/dev/shm/hostcall-many-');
        try {
          const count = 100_000;
          let file = '';
          for (let n = 0; n < count; n++) {
            // A file has a limited number of names.
            if (n % 10_000 === 0) {
              file = join(directory, `${n}`);
              writeFileSync(file, '');
            } else linkSync(file, join(directory, `${n}`));
          }
          const many = new SystemFileSystem(calls, 'openat2').openPreopen(directory);
          if (typeof many === 'number') throw new Error(`openPreopen: ${many}`);
          const listed = many.list();
          if (typeof listed === 'number') throw new Error(`list: ${listed}`);
          expect(new Set(listed.map(({ name }) => name)).size).to.equal(count);
          expect(new Set(listed.map(({ inode }) => inode)).size).to.equal(10);
          many.close();
          expect(namesIn(root)).to.deep.equal([]);
        } finally {
          rmSync(directory, { recursive: true });
        }
      });
    });

    describe('report the inode of their parent', () => {
      const inodeOf = (path: string) => lstatSync(join(scratch.inside, path), { bigint: true }).ino;

      it('if that is inside, whatever the depth', () => {
        const root = openOn(calls);
        mkdirSync(join(scratch.inside, 'a/b/c'), { recursive: true });
        expect(root.parentInode()).to.equal(inodeOf('.'));
        for (const [path, parent] of [
          ['a', '.'],
          ['a/b', 'a'],
          ['a/b/c', 'a/b'],
        ] as const)
          expect(descendTo(root, path).parentInode(), path).to.equal(inodeOf(parent));
        const open = descriptors();
        expect(descendTo(root, 'a/b/c').parentInode()).to.equal(inodeOf('a/b'));
        // The directory that was reached.
        expect(descriptors()).to.have.lengthOf(open.length + 1);
        const again = openDirectory(root, '.');
        expect(again.parentInode()).to.equal(inodeOf('.'));
        again.close();
      });

      it('up to 1024 levels up', () => {
        const root = openOn(calls);
        const levels = 1026;
        const path = (depth: number) => 'd/'.repeat(depth).slice(0, -1);
        execFileSync('mkdir', ['-p', path(levels)], { cwd: scratch.inside });
        for (const [depth, up] of [
          [1024, 1],
          [1025, 0],
        ] as const)
          expect(descendTo(root, path(depth)).parentInode(), `${depth}`).to.equal(inodeOf(path(depth - up)));
      });

      it('and otherwise their own', () => {
        const root = openOn(calls);
        mkdirSync(join(scratch.inside, 'a/b/c'), { recursive: true });
        mkdirSync(join(scratch.outside, 'far'));
        const directories = ['a', 'a/b', 'a/b/c'].map(
          path => openDirectory(root, path.split('/')[0] as string) && path,
        );
        const opened = directories.map(path => descendTo(root, path));
        const inodes = directories.map(inodeOf);
        renameSync(join(scratch.inside, 'a'), join(scratch.outside, 'far/a'));
        for (const [index, directory] of opened.entries()) expect(directory.parentInode()).to.equal(inodes[index]);
        renameSync(join(scratch.outside, 'far/a'), join(scratch.inside, 'back'));
        expect(opened[2]?.parentInode()).to.equal(inodes[1]);
        expect(opened[0]?.parentInode()).to.equal(inodeOf('.'));
      });

      it('also once they have been removed', () => {
        const root = openOn(calls);
        mkdirSync(join(scratch.inside, 'gone'));
        const gone = openDirectory(root, 'gone');
        const inode = inodeOf('gone');
        rmdirSync(join(scratch.inside, 'gone'));
        expect(gone.parentInode()).to.be.oneOf([inode, inodeOf('.')]);
        gone.close();
      });
    });

    it('synchronise their contents, and report the free space', () => {
      const root = openOn(calls);
      mkdirSync(join(scratch.inside, 'dir'));
      for (const how of [0, Open.LIST]) {
        const directory = openDirectory(root, 'dir', Open.READ | Open.DIRECTORY | how);
        expectErrno(directory.sync(), 0);
        directory.close();
      }
      const [, free = ''] = execFileSync('df', ['--output=avail', '-B1', scratch.inside], { encoding: 'utf8' }).split(
        '\n',
      );
      // Others write meanwhile.
      expect(root.freeBytes?.()).to.be.within(Number(free) / 2, Number(free) * 2);
      const proc = new SystemFileSystem(calls, 'openat2').openPreopen('/proc');
      if (typeof proc === 'number') throw new Error(`openPreopen: ${proc}`);
      expectErrno(proc.freeBytes?.(), -Errno.ENOTSUP);
      proc.close();
    });

    it('have devices and pipes opened as streams', () => {
      openOn(calls);
      const dev = new SystemFileSystem(calls, 'openat2').openPreopen('/dev');
      if (typeof dev === 'number') throw new Error(`openPreopen: ${dev}`);
      const zero = openFile(dev, 'zero', Open.READ);
      expect(zero.filetype).to.equal(Filetype.CHARACTER_DEVICE);
      const into = { array: new Uint8Array(4).fill(1), count: 1, offsets: [0], lengths: [4], total: 4 };
      expect(zero.read(into, 0)).to.equal(4);
      expect([...into.array]).to.deep.equal([0, 0, 0, 0]);
      expect(zero.stream?.terminal).to.equal(false);
      expectErrno(zero.sync(), 0);
      expectErrno(zero.allocate(0, 1), -Errno.EBADF, -Errno.ENODEV);
      zero.close();
      expect(statOf(dev, 'null').filetype).to.equal(Filetype.CHARACTER_DEVICE);
      dev.close();
    });
  });
}

/** What each operation makes of a name. */
function attempts(root: Directory, name: string): unknown[] {
  const stat = blankFilestat();
  return [
    root.open(name, Open.READ),
    root.open(name, Open.READ | Open.DIRECTORY),
    root.open(name, Open.WRITE | Open.CREATE),
    root.stat(name, stat),
    root.setTimes(name, 1n, 1n),
    // Every file system can store this time, so nothing is examined before.
    root.setTimes(name, 10n ** 18n, 10n ** 18n),
    root.setTimes(name, 2n ** 63n, undefined),
    root.createDirectory(name),
    root.removeDirectory(name),
    root.unlink(name),
    root.symlink(name, 'target'),
    root.readlink(name),
    root.link(name, root, 'twin'),
    root.rename(name, root, 'moved'),
    root.copyPermissions?.(name, 'file'),
  ];
}

function sorted(listed: DirectoryEntry[] | number): DirectoryEntry[] {
  if (typeof listed === 'number') throw new Error(`list: ${listed}`);
  return listed.sort((a, b) => (a.name < b.name ? -1 : 1));
}
