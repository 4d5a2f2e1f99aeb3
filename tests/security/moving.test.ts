import { mkdirSync, readdirSync, renameSync, rmdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { errnoName } from '../../domain/index.js';
import { ProxyGuest } from '../application/abi/proxy-guest.js';
import { at, EVERY_RIGHT, open, READING, ROOT } from '../application/hostcalls/fixture.js';
import { hostFileSystems } from '../guests/host-file-systems.js';
import { Grounds } from './grounds.js';

for (const { name: reach, create } of hostFileSystems) {
  describe(`Directories that are moved while a guest knows them, on ${reach}:`, () => {
    let grounds: Grounds;
    let guest: ProxyGuest;

    beforeEach(async () => {
      grounds = new Grounds();
      grounds.build();
      const runtime = createRuntime({ ...nodePorts(), fileSystem: create() });
      guest = await ProxyGuest.open(runtime, { preopens: { '/': grounds.inside } });
    });

    afterEach(() => {
      guest.close();
      grounds.dispose();
    });

    const stat = (fd: number, path: string) =>
      errnoName(guest.call('path_filestat_get', fd, 1, ...guest.text(at.path, path), at.result));
    const openAs = (fd: number, path: string, oflags = 0) => {
      const [pointer, length] = guest.text(at.path, path);
      return errnoName(guest.call('path_open', fd, 1, pointer, length, oflags, EVERY_RIGHT, 0n, 0, at.result));
    };
    const inodeOf = (fd: number, path: string) => {
      guest.ok('path_filestat_get', fd, 1, ...guest.text(at.path, path), at.result);
      return guest.view.getBigUint64(at.result + 8, true);
    };

    it('a relative link in it leads out after the move, and is refused', () => {
      mkdirSync(join(grounds.inside, 'a/b/sub/deep'));
      symlinkSync('../../../../real.txt', join(grounds.inside, 'a/b/sub/deep/link'));
      symlinkSync('../../../../new.txt', join(grounds.inside, 'a/b/sub/deep/new'));
      expect(stat(ROOT, 'a/b/sub/deep/link')).to.equal('ESUCCESS');
      // By way of the guest, and by way of the host, with what is known about the path kept in caches.
      guest.ok('path_rename', ROOT, ...guest.text(at.path, 'a/b/sub/deep'), ROOT, ...guest.text(at.path2, 'moved'));
      for (const path of ['moved/link', 'moved/new', 'moved/../../real.txt', 'moved/link/../x']) {
        expect(stat(ROOT, path), path).to.equal('ENOTCAPABLE');
        for (const oflags of [0, 1, 5, 8]) {
          const exclusive = oflags === 5 && !path.includes('..');
          expect(openAs(ROOT, path, oflags), path).to.equal(exclusive ? 'EEXIST' : 'ENOTCAPABLE');
        }
      }
      expect(stat(ROOT, 'a/b/sub/deep/link')).to.equal('ENOENT');
      expect(grounds.trespass).to.equal(undefined);
    });

    it('the same if the host moves it up', () => {
      symlinkSync('../../../real.txt', join(grounds.inside, 'a/b/sub/link'));
      expect(stat(ROOT, 'a/b/sub/link')).to.equal('ESUCCESS');
      renameSync(join(grounds.inside, 'a/b/sub'), join(grounds.inside, 'sub'));
      expect(stat(ROOT, 'sub/link')).to.equal('ENOTCAPABLE');
      expect(stat(ROOT, 'a/b/sub/link')).to.equal('ENOENT');
    });

    it('something above it is moved while a descriptor is open: nothing above that descriptor can be reached', () => {
      const fd = open(guest, 'a/b/sub', { base: READING });
      writeFileSync(join(grounds.inside, 'a/b/sub/inner.txt'), 'x');
      guest.ok('path_rename', ROOT, ...guest.text(at.path, 'a/b/sub'), ROOT, ...guest.text(at.path2, 'dir/sub'));
      for (const path of ['..', '../inner.txt', '../../real.txt', 'inner.txt/../..']) {
        // By path, a directory that was moved is no longer found.
        const through = reach === 'checks' ? 'ENOENT' : 'ENOTDIR';
        expect(stat(fd, path), path).to.equal(path.startsWith('..') ? 'ENOTCAPABLE' : through);
      }
      if (reach !== 'checks') expect(stat(fd, 'inner.txt')).to.equal('ESUCCESS');
    });

    it('a directory with the same name takes its place: paths lead to the new one', () => {
      for (let round = 0; round < 3; round++) {
        const before = inodeOf(ROOT, 'a/b/sub/.');
        expect(before).to.equal(inodeOf(ROOT, 'a/b/./sub'));
        renameSync(join(grounds.inside, 'a/b/sub'), join(grounds.inside, `old${round}`));
        mkdirSync(join(grounds.inside, 'a/b/sub'));
        writeFileSync(join(grounds.inside, 'a/b/sub/fresh'), 'x');
        expect(inodeOf(ROOT, 'a/b/sub/.')).to.not.equal(before);
        expect(stat(ROOT, 'a/b/sub/fresh')).to.equal('ESUCCESS');
      }
    });

    it('a directory that the path went through becomes a link to the outside: refused at once', () => {
      expect(stat(ROOT, 'a/b/own.txt')).to.equal('ESUCCESS');
      expect(stat(ROOT, 'a/b/sub/..')).to.equal('ESUCCESS');
      renameSync(join(grounds.inside, 'a/b'), join(grounds.inside, 'b'));
      symlinkSync('../../outside/dir', join(grounds.inside, 'a/b'));
      for (const path of ['a/b/inner', 'a/b/own.txt', 'a/b/sub/..', 'a/b/none']) {
        expect(stat(ROOT, path), path).to.equal('ENOTCAPABLE');
        expect(openAs(ROOT, path, 1), path).to.equal('ENOTCAPABLE');
      }
      expect(grounds.trespass).to.equal(undefined);
    });

    it('a directory is removed while a descriptor is open: the descriptor refers to it, not to its replacement', () => {
      for (const replace of [
        () => {},
        () => writeFileSync(join(grounds.inside, 'a/b/sub'), 'a file'),
        () => symlinkSync('../../../outside/dir', join(grounds.inside, 'a/b/sub')),
        () => symlinkSync('sub', join(grounds.inside, 'a/b/sub')),
        () => mkdirSync(join(grounds.inside, 'a/b/sub')),
      ]) {
        grounds.build();
        const fd = open(guest, 'a/b/sub', { base: READING });
        const inode = inodeOf(ROOT, 'a/b/sub');
        guest.ok('path_remove_directory', ROOT, ...guest.text(at.path, 'a/b/sub'));
        replace();
        guest.ok('fd_filestat_get', fd, at.result);
        expect(guest.view.getBigUint64(at.result + 8, true)).to.equal(inode);
        for (const path of ['inner', 'new', 'x/y', '.']) {
          if (path !== '.') expect(stat(fd, path), path).to.equal('ENOENT');
          expect(openAs(fd, path, 1), path).to.be.oneOf(path === '.' ? ['EISDIR', 'ENOENT'] : ['ENOENT']);
        }
        expect(errnoName(guest.call('path_create_directory', fd, ...guest.text(at.path, 'new')))).to.equal('ENOENT');
        guest.call('fd_filestat_set_times', fd, 5n, 5n, 5);
        guest.call('fd_sync', fd);
        guest.ok('fd_close', fd);
        expect(grounds.trespass).to.equal(undefined);
      }
    });

    it('a directory moved out by the host cannot be used by name', () => {
      expect(stat(ROOT, 'a/b/own.txt')).to.equal('ESUCCESS');
      renameSync(join(grounds.inside, 'a'), join(grounds.base, 'gone'));
      for (const path of ['a/b/own.txt', 'a/b', 'a/b/..', 'a']) expect(stat(ROOT, path), path).to.equal('ENOENT');
    });

    // The kernel puts " (deleted)" after the name of a directory that was removed. A directory may also have such a name of its own.
    it('a removed directory is not confused with one whose name ends in " (deleted)"', () => {
      const [named, plain] = ['a/x (deleted)', 'a/x'];
      mkdirSync(join(grounds.inside, named));
      for (let round = 0; round < 3; round++) {
        expect(stat(ROOT, `${named}/none`)).to.equal('ENOENT');
        renameSync(join(grounds.inside, named), join(grounds.inside, plain));
        rmdirSync(join(grounds.inside, plain));
        mkdirSync(join(grounds.inside, named));
        expect(openAs(ROOT, `${named}/new`, 1), `round ${round}`).to.equal('ESUCCESS');
        guest.ok('fd_close', guest.view.getUint32(at.result, true));
        expect(readdirSync(join(grounds.inside, named))).to.deep.equal(['new']);
        guest.ok('path_unlink_file', ROOT, ...guest.text(at.path, `${named}/new`));
      }
    });
  });
}
