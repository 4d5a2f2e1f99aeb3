import {
  chmodSync,
  chownSync,
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
import { O_CLOEXEC } from '../../adapters/system/constants.js';
import {
  blankDescent,
  blankFilestat,
  expectErrno,
  openDirectory,
  openFile,
  put,
} from '../../application/contract/index.js';
import { type Directory, Errno, Filetype, Open } from '../../domain/index.js';
import { hostFileSystems } from '../guests/host-file-systems.js';
import { LINUX, needing } from '../needs.js';
import { openScratchOn, type Scratch } from './node/scratch.js';

for (const { name, create } of hostFileSystems) {
  needing(LINUX).describe(`the host's files, ${name}`, () => {
    let scratch: Scratch;
    let root: Directory;
    beforeEach(() => {
      scratch = openScratchOn(create());
      root = scratch.root;
    });
    afterEach(() => scratch.dispose());
    const host = (path: string) => join(scratch.inside, path);
    const copyPermissions = (from: string, to: string) => root.copyPermissions?.(from, to);

    it('take the permissions and the owner of another file', () => {
      for (const each of ['from', 'to']) put(root, each, '');
      const own = statSync(host('to'));
      const others = [
        [1234, 2345],
        [own.uid, 2345],
        [1234, own.gid],
      ] as const;
      // Only the privileged may give files away.
      for (const [owner, group] of process.getuid?.() === 0 ? others : [[own.uid, own.gid] as const]) {
        chownSync(host('from'), owner, group);
        chmodSync(host('from'), 0o4751);
        chownSync(host('to'), own.uid, own.gid);
        expectErrno(copyPermissions('from', 'to'), 0);
        const { mode, uid, gid } = statSync(host('to'));
        expect([(mode & 0o7777).toString(8), uid, gid]).to.deep.equal(['4751', owner, group]);
      }
    });

    it('take those of regular files only, which only regular files do', () => {
      const outside = join(scratch.outside, 'file');
      writeFileSync(outside, '');
      chmodSync(outside, 0o640);
      for (const each of ['from', 'to']) put(root, each, '');
      chmodSync(host('from'), 0o777);
      chmodSync(host('to'), 0o600);
      mkdirSync(host('directory'));
      symlinkSync('../outside/file', host('link'));
      for (const from of ['directory', 'link', '.']) expectErrno(copyPermissions(from, 'to'), -Errno.EINVAL);
      expectErrno(copyPermissions('none', 'to'), -Errno.ENOENT);
      expect(statSync(host('to')).mode & 0o777).to.equal(0o600);
      expectErrno(copyPermissions('from', 'none'), -Errno.ENOENT);
      expectErrno(copyPermissions('from', 'link'), -Errno.ELOOP);
      expectErrno(copyPermissions('from', 'directory'), -Errno.EISDIR);
      expect(statSync(outside).mode & 0o777).to.equal(0o640);
    });

    it('are devices where the path names one, however they are opened', () => {
      const dev = create().openPreopen('/dev');
      if (typeof dev === 'number') throw new Error(`openPreopen: ${dev}`);
      for (const how of [Open.READ, Open.WRITE | Open.CREATE, Open.READ | Open.EXCLUSIVE]) {
        const file = openFile(dev, 'null', how);
        expect(file.filetype).to.equal(Filetype.CHARACTER_DEVICE);
        file.close();
      }
      dev.close();
    });

    it('have no descriptor that a child process inherits', () => {
      mkdirSync(host('a/b'), { recursive: true });
      for (const path of ['file', 'a/b/file']) writeFileSync(host(path), '');
      const reached = blankDescent(root);
      expectErrno(root.descend('a/b', reached), 0);
      const opened = [
        root.open('file', Open.READ),
        root.open('a', Open.READ | Open.DIRECTORY),
        root.open('a', Open.READ | Open.DIRECTORY | Open.LIST),
        root.openBelow?.('a/b/file', Open.READ),
        root.openBelow?.('a/b', Open.READ | Open.DIRECTORY),
      ].flatMap(each => (typeof each === 'object' ? [each] : []));
      const inherited = readdirSync('/proc/self/fd')
        .map(Number)
        .filter(fd => leadsBelow(scratch.inside, fd) && !closesOnExec(fd));
      expect(inherited).to.deep.equal([]);
      for (const each of opened) each.close();
    });

    it('cannot be changed through a closed directory', () => {
      mkdirSync(host('dir/inner'), { recursive: true });
      writeFileSync(host('dir/file'), 'text');
      const closed = openDirectory(root, 'dir');
      closed.close();
      for (const errno of [
        closed.open('file', Open.WRITE | Open.TRUNCATE),
        closed.open('new', Open.WRITE | Open.CREATE),
        closed.stat('file', blankFilestat()),
        closed.setTimes('file', 1n, 1n),
        closed.createDirectory('new'),
        closed.removeDirectory('inner'),
        closed.unlink('file'),
        closed.symlink('link', 'file'),
        closed.readlink('file'),
        closed.link('file', root, 'second'),
        closed.rename('file', root, 'moved'),
        root.link('dir', closed, 'second'),
        closed.copyPermissions?.('file', 'file'),
        closed.list(),
        closed.sync(),
      ])
        expectErrno(errno, -Errno.EBADF);
      expect(readdirSync(host('dir')).sort()).to.deep.equal(['file', 'inner']);
      expect(readFileSync(host('dir/file'), 'utf8')).to.equal('text');
    });

    it('are reached from the starting directory when a descent fails', () => {
      put(root, 'file', 'x');
      for (const path of ['none', 'none/file', 'file', 'file/none']) {
        const reached = blankDescent(root);
        expect(root.descend(path, reached)).to.be.below(0);
        expect(reached.steps).to.equal(0);
        expect(reached.directory).to.equal(root);
      }
      // As many descents as close the oldest directory that was reached.
      for (let n = 0; n < 200; n++) root.descend('none', blankDescent(root));
      expectErrno(root.stat('file', blankFilestat()), 0);
    });
  });
}

function leadsBelow(directory: string, fd: number): boolean {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`).startsWith(directory);
  } catch {
    // That of the listing itself.
    return false;
  }
}

function closesOnExec(fd: number): boolean {
  const [, flags = ''] = /^flags:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1')) ?? [];
  return (Number.parseInt(flags, 8) & O_CLOEXEC) !== 0;
}
