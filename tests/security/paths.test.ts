import { closeSync, mkdirSync, openSync, readdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { Errno, errnoName, Right } from '../../domain/index.js';
import { ProxyGuest } from '../application/abi/proxy-guest.js';
import { at, EVERY_RIGHT, open, READING, ROOT } from '../application/hostcalls/fixture.js';
import { hostFileSystems } from '../guests/host-file-systems.js';
import { needing, systemFile } from '../needs.js';
import { attacks, type Stand } from './attacks.js';
import { Grounds, surroundings } from './grounds.js';
import { mechanism } from './mechanisms.js';

const top: Stand = { fd: ROOT, directory: '', prefix: '' };

for (const { name: reach, create } of hostFileSystems) {
  describe(`Paths that lead astray, on ${reach}:`, () => {
    let scenes: readonly { readonly grounds: Grounds; readonly guest: ProxyGuest }[];
    let grounds: Grounds;
    let guest: ProxyGuest;

    beforeEach(async () => {
      scenes = await Promise.all(
        surroundings.map(async around => {
          const grounds = new Grounds(around);
          grounds.build();
          const runtime = createRuntime({ ...nodePorts(), fileSystem: create() });
          return { grounds, guest: await ProxyGuest.open(runtime, { preopens: { '/': grounds.inside } }) };
        }),
      );
      [{ grounds, guest }] = scenes as [(typeof scenes)[0]];
    });

    afterEach(() => {
      for (const scene of scenes) {
        scene.guest.close();
        scene.grounds.dispose();
      }
    });

    /** Tries every attack on a path in all surroundings. */
    function refuseAll(path: string | ((grounds: Grounds) => string), allowed: readonly number[]): void {
      for (const attack of attacks) {
        for (const scene of scenes) {
          const text = typeof path === 'string' ? path : path(scene.grounds);
          const { errno } = attack.attempt(scene.guest, top, text, scene.grounds);
          if (!allowed.includes(errno)) expect.fail(`${attack.title} of ${text} is ${errnoName(errno)}`);
        }
      }
      for (const scene of scenes) {
        expect(scene.grounds.trespass).to.equal(undefined);
        expect(scene.grounds.changed).to.equal(undefined);
      }
    }

    const outside = [
      '..',
      '../',
      '../outside/file',
      '../outside/dir',
      '../outside/none',
      '../none/none',
      '../inside/real.txt',
      '../inside',
      'dir/../../outside/file',
      'dir/../../inside/real.txt',
      'dir/./..//../inside/dir/inner.txt',
      'a/b/../../../outside/dir/',
      'a/b/sub/../../../..',
      './/.././outside/file',
      '../'.repeat(60),
      `${'../'.repeat(60)}etc/passwd`,
    ];
    for (const path of outside) {
      it(`${JSON.stringify(path.length > 60 ? `${path.slice(0, 60)}…` : path)} is ENOTCAPABLE, whatever is there`, () =>
        refuseAll(path, [Errno.ENOTCAPABLE]));
    }

    it('absolute paths are ENOTCAPABLE, whatever is there', () => {
      for (const path of [
        '/',
        '//',
        '/etc/passwd',
        '/dev/null',
        '/proc/self/fd/0',
        '/no/such',
        '/real.txt',
        '/./dir',
      ]) {
        refuseAll(path, [Errno.ENOTCAPABLE]);
      }
      refuseAll(({ base }) => `${base}/outside/file`, [Errno.ENOTCAPABLE]);
      refuseAll(({ inside }) => `${inside}/real.txt`, [Errno.ENOTCAPABLE]);
    });

    it('a NUL is refused in any position, and cuts nothing off', () => {
      for (const path of [
        'real.txt\0',
        'real.txt\0x',
        '\0',
        'dir\0/inner.txt',
        'dir/\0',
        '..\0',
        'dir/inner.txt\0/../x',
      ]) {
        refuseAll(path, [Errno.EINVAL, Errno.EILSEQ]);
      }
    });

    it('an empty path is ENOENT', () => refuseAll('', [Errno.ENOENT]));

    it(`${mechanism(13)}: it means nothing special`, () => {
      for (const path of [
        'dev/tty',
        'dev/null',
        'proc/self/fd/0',
        'proc/self/root/etc',
        'dev/fd/1',
        'stdin',
        'CON',
        '-',
      ]) {
        const [pointer, length] = guest.text(at.path, path);
        expect(guest.call('path_open', ROOT, 1, pointer, length, 0, READING, 0n, 0, at.result), path).to.equal(
          Errno.ENOENT,
        );
      }
      mkdirSync(join(grounds.inside, 'dev'));
      mkdirSync(join(grounds.inside, 'proc/self/fd'), { recursive: true });
      for (const path of ['dev/tty', 'dev/stdin', 'proc/self/fd/0', 'proc/self/fd/1', 'stdin', 'CON', 'aux.txt']) {
        const fd = open(guest, path, { oflags: 1 });
        guest.ok('fd_filestat_get', fd, at.result);
        expect(guest.view.getUint8(at.result + 16), `${path} is a regular file`).to.equal(4);
        expect(grounds.holds(guest.view.getBigUint64(at.result + 8, true), ''), path).to.equal(true);
        guest.ok('fd_close', fd);
      }
    });

    it(`${mechanism(13)}: it does not reach the host’s`, async () => {
      const other = new Grounds();
      other.build();
      const runtime = createRuntime({ ...nodePorts(), fileSystem: create() });
      const preopens = {
        '/': grounds.inside,
        '/proc/self/fd': join(other.inside, 'dir'),
        '/dev': join(other.inside, 'a'),
      };
      const nested = await ProxyGuest.open(runtime, { preopens });
      try {
        for (const [fd, path] of [
          [ROOT + 1, '0'],
          [ROOT + 1, '../..'],
          [ROOT + 2, 'null'],
          [ROOT + 2, '../real.txt'],
        ] as const) {
          const errno = nested.call('path_filestat_get', fd, 1, ...nested.text(at.path, path), at.result);
          expect(errnoName(errno), path).to.equal(path.startsWith('..') ? 'ENOTCAPABLE' : 'ENOENT');
        }
        nested.ok('path_filestat_get', ROOT + 1, 0, ...nested.text(at.path, 'inner.txt'), at.result);
      } finally {
        nested.close();
        other.dispose();
      }
    });

    needing(systemFile('/proc/self/fd')).it(
      `${mechanism(13)}: the host’s own descriptors, given by name, are not followed`,
      async () => {
        const runtime = createRuntime({ ...nodePorts(), fileSystem: create() });
        const own = await ProxyGuest.open(runtime, { preopens: { '/proc': `/proc/${process.pid}` } });
        const secret = openSync(join(grounds.base, 'outside/file'), 'r+');
        try {
          for (const path of [
            'fd/0',
            'fd/1',
            `fd/${secret}`,
            'cwd',
            'root',
            'exe',
            'root/etc/passwd',
            'cwd/package.json',
          ]) {
            for (const oflags of [0, 1, 8]) {
              const [pointer, length] = own.text(at.path, path);
              const errno = own.call('path_open', ROOT, 1, pointer, length, oflags, EVERY_RIGHT, 0n, 0, at.result);
              // A descriptor without a file has a name such as `pipe:[1234]`, which is looked up and not found.
              expect(errnoName(errno), path).to.be.oneOf(['ENOTCAPABLE', 'ENOENT', 'EACCES', 'EPERM']);
            }
          }
          expect(grounds.trespass).to.equal(undefined);
        } finally {
          closeSync(secret);
          own.close();
        }
      },
    );

    it('a link that the guest makes is stored as it is, refused if absolute, and never leads out', () => {
      const symlink = (target: string, name: string) =>
        guest.call('path_symlink', ...guest.text(at.path, target), ROOT, ...guest.text(at.path2, name));
      for (const target of ['/', '/etc', '//x', `${grounds.inside}/real.txt`]) {
        expect(errnoName(symlink(target, 'made')), target).to.equal('ENOTCAPABLE');
      }
      expect(symlink('x\0y', 'made')).to.equal(Errno.EINVAL);
      expect(readdirSync(grounds.inside)).to.not.include('made');
      for (const [target, path] of [
        ['../outside/file', 'made'],
        ['../outside/file/', 'made/'],
        ['../outside/dir/', 'made/inner'],
        ['..', 'made/outside/file'],
        ['dir/../..', 'made/inside/real.txt'],
        ['.', 'made/made/made/../outside/file'],
      ] as const) {
        expect(symlink(target, 'made')).to.equal(0);
        expect(readlinkSync(join(grounds.inside, 'made'))).to.equal(target);
        for (const oflags of [0, 1, 8, 9]) {
          const [pointer, length] = guest.text(at.path, path);
          const errno = guest.call('path_open', ROOT, 1, pointer, length, oflags, EVERY_RIGHT, 0n, 0, at.result);
          // A name that ends in a slash is not created, wherever it leads.
          const allowed = (oflags & 1) !== 0 && path.endsWith('/') ? ['EISDIR'] : ['ENOTCAPABLE'];
          expect(errnoName(errno), `${path} through ${target}`).to.be.oneOf(allowed);
        }
        guest.ok('path_unlink_file', ROOT, ...guest.text(at.path, 'made'));
      }
      expect(grounds.trespass).to.equal(undefined);
    });

    it('nothing can be linked or renamed from a read-only preopen into a writable one', async () => {
      const runtime = createRuntime({ ...nodePorts(), fileSystem: create() });
      mkdirSync(join(grounds.inside, 'ro'));
      mkdirSync(join(grounds.inside, 'rw'));
      writeFileSync(join(grounds.inside, 'ro/file'), 'kept');
      symlinkSync('file', join(grounds.inside, 'ro/link'));
      const both = await ProxyGuest.open(runtime, {
        preopens: {
          '/ro': { directory: join(grounds.inside, 'ro'), readOnly: true },
          '/rw': join(grounds.inside, 'rw'),
        },
      });
      try {
        const [RO, RW] = [ROOT, ROOT + 1];
        const p = (text: string) => both.text(at.path, text);
        const p2 = (text: string) => both.text(at.path2, text);
        for (const name of ['file', 'link']) {
          for (const [to, toName] of [
            [RW, 'taken'],
            [RO, 'taken'],
          ] as const) {
            expect(errnoName(both.call('path_link', RO, 0, ...p(name), to, ...p2(toName)))).to.equal('ENOTCAPABLE');
            expect(errnoName(both.call('path_rename', RO, ...p(name), to, ...p2(toName)))).to.equal('ENOTCAPABLE');
          }
        }
        // Nor by a descriptor opened below it, whatever its rights.
        const below = open(both, '.', { fd: RO, base: BigInt(Right.PATH_OPEN | Right.FD_READDIR), inheriting: 0n });
        expect(errnoName(both.call('path_link', below, 0, ...p('file'), RW, ...p2('taken')))).to.equal('ENOTCAPABLE');
        const [pointer, length] = p('.');
        for (const right of [Right.PATH_LINK_SOURCE, Right.PATH_RENAME_SOURCE, Right.FD_WRITE]) {
          for (const [base, inheriting] of [
            [BigInt(right), 0n],
            [0n, BigInt(right)],
          ] as const) {
            const errno = both.call('path_open', RO, 0, pointer, length, 2, base, inheriting, 0, at.result);
            expect(errnoName(errno)).to.equal('ENOTCAPABLE');
          }
        }
        both.ok('path_symlink', ...p('../ro/file'), RW, ...p2('link'));
        const [link, linkLength] = p('link');
        for (const oflags of [0, 1, 8]) {
          expect(
            errnoName(both.call('path_open', RW, 1, link, linkLength, oflags, EVERY_RIGHT, 0n, 0, at.result)),
          ).to.equal('ENOTCAPABLE');
        }
        expect(readdirSync(join(grounds.inside, 'rw'))).to.deep.equal(['link']);
        expect(readdirSync(join(grounds.inside, 'ro')).sort()).to.deep.equal(['file', 'link']);
      } finally {
        both.close();
      }
    });
  });
}
