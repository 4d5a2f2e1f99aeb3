import { expect } from 'chai';
import { type Contents, symlink } from '../../application/composition/index.js';
import { Errno, errnoName } from '../../domain/index.js';
import type { ProxyGuest } from '../application/abi/proxy-guest.js';
import { at, EVERY_RIGHT, READING, ROOT } from '../application/hostcalls/fixture.js';
import { type Attack, attacks, type Stand } from './attacks.js';
import type { Grounds } from './grounds.js';
import { mechanism } from './mechanisms.js';
import { Scenes, treePlaces } from './places.js';

const top: Stand = { fd: ROOT, directory: '', prefix: '' };
/** Attacks use the location of the grounds to strip it from the guest's findings. Here it is not needed. */
const nowhere = { base: '\0' } as Grounds;

const world: Contents = {
  'real.txt': 'real',
  'own.txt': 'own',
  sub: {},
  dir: { inner: 'inner', empty: {} },
};
/** Where links lead that lead out. */
const LEADING_OUT = ['../outside/file', '../outside/dir', '../outside/none', '..', 'dir/../../outside/file'];

const tried = attacks.filter(({ rare }) => !rare);

for (const place of treePlaces) {
  describe(`Ways out, on ${place.name}:`, () => {
    let scenes: Scenes | undefined;
    const openWorld = async (links: Contents = {}) => {
      scenes?.close();
      scenes = await Scenes.open(place, { ...world, ...links });
      return scenes;
    };
    afterEach(() => {
      scenes?.close();
      scenes = undefined;
    });

    /** Tries every call on a path. @param judge why an errno is wrong; undefined if it is not */
    function assail(all: Scenes, path: string, judge: (attack: Attack, errno: number) => string | undefined): void {
      for (const attack of tried) {
        const what = `${attack.title} of ${JSON.stringify(path)}`;
        const { errno } = all.each(what, guest => {
          const { errno, learned } = attack.attempt(guest, top, path, nowhere);
          return { errno, learned };
        });
        const wrong = judge(attack, errno);
        if (wrong !== undefined) expect.fail(`${what} is ${errnoName(errno)}: ${wrong}`);
        if (errno === 0) all.expectUntouched(what);
        if (errno === 0 && attack.changes) all.rebuild();
      }
      all.expectUntouched(path);
    }

    /** Every hostcall refuses the path. */
    function refuse(all: Scenes, path: string, ...errnos: readonly number[]): void {
      assail(all, path, ({ refusals }, errno) =>
        errnos.includes(errno) || refusals.includes(errno) ? undefined : 'it is not refused',
      );
    }

    it(mechanism(1), async () => {
      const all = await openWorld();
      for (const path of ['..', '../', '../outside/file', '../outside/none', '../inside/real.txt', 'dir/../../inside'])
        refuse(all, path, Errno.ENOTCAPABLE);
    });

    it(mechanism(2), async () => {
      const all = await openWorld();
      for (const path of ['/', '//', '/real.txt', '/outside/file', '/no/such', '/dev/null'])
        refuse(all, path, Errno.ENOTCAPABLE);
    });

    it(mechanism(3), async () => {
      const all = await openWorld();
      for (const path of ['real.txt\0', '\0', 'dir\0/inner', 'dir/inner\0/../x', 'real.txt\0x'])
        refuse(all, path, Errno.EINVAL, Errno.EILSEQ);
      expect(all.each('a link with a NUL in its target', guest => symlinkTo(guest, 'x\0y', 'made'))).to.equal('EINVAL');
    });

    it(mechanism(4), async () => {
      const all = await openWorld();
      refuse(all, '', Errno.ENOENT);
    });

    it(mechanism(5), async () => {
      for (const target of LEADING_OUT) {
        const all = await openWorld({ link: symlink(target) });
        assail(all, 'link', refusedIfFollowed);
        for (const path of ['link/file', 'link/../inside/real.txt', 'dir/../link/inner']) refuseThrough(all, path);
      }
    });

    it(mechanism(6), async () => {
      const all = await openWorld();
      const make = (target: string, name: string) =>
        all.each(`a link to ${target}`, guest => symlinkTo(guest, target, name));
      for (const target of ['/', '/etc', '//x', '/real.txt'])
        expect(make(target, 'made'), target).to.equal('ENOTCAPABLE');
      expect(make('../outside/file', 'made')).to.be.oneOf(place.windows ? ['ESUCCESS', 'EPERM'] : ['ESUCCESS']);
      if (make('none', 'dangling') === 'EPERM') return;
      for (const [target, name] of [
        ['loop', 'loop'],
        ['made', 'chain'],
        ['.', 'here'],
        ['..', 'up'],
      ] as const)
        expect(make(target, name), target).to.equal('ESUCCESS');
      const opened = (path: string) => all.each(path, guest => openPath(guest, path));
      for (const path of ['made', 'chain', 'up', 'up/outside/file', 'here/chain', 'here/here/../made'])
        expect(opened(path), path).to.equal('ENOTCAPABLE');
      expect(opened('loop')).to.equal('ELOOP');
      expect(opened('dangling')).to.equal('ENOENT');
    });

    // POSIX follows a link that is named with a slash at its end. Here O_NOFOLLOW holds with a slash too.
    it(mechanism(7), async () => {
      for (const target of LEADING_OUT) {
        for (const [name, path] of [
          [target, 'link/'],
          [`${target}/`, 'link'],
          [`${target}/`, 'link/'],
          [`${target}/.`, 'link/.'],
        ] as const) {
          const all = await openWorld({ link: symlink(name) });
          if (path !== 'link/.') assail(all, path, refusedIfFollowed);
          else refuseThrough(all, path);
        }
      }
    });

    it(mechanism(8), async () => {
      const all = await openWorld({ link: symlink('.'), dir: { ...(world.dir as Contents), self: symlink('.') } });
      for (const path of ['link/../outside/file', 'link/link/../../outside/file', 'dir/self/self/../../outside/file'])
        refuse(all, path, Errno.ENOTCAPABLE);
      expect(all.each('back in', guest => openPath(guest, 'dir/self/self/../real.txt'))).to.equal('ESUCCESS');
    });

    it(mechanism(9), async () => {
      const all = await openWorld({ deep: { er: { link: symlink('../../real.txt'), up: symlink('../..') } } });
      expect(all.each('before', guest => openPath(guest, 'deep/er/link'))).to.equal('ESUCCESS');
      const moved = all.each('rename', guest =>
        errnoName(
          guest.call('path_rename', ROOT, ...guest.text(at.path, 'deep/er'), ROOT, ...guest.text(at.path2, 'near')),
        ),
      );
      // A directory of the lower layer stays where it is.
      if (moved === 'EXDEV') return;
      expect(moved).to.equal('ESUCCESS');
      for (const path of ['near/link', 'near/up', 'near/up/outside/file', 'near/up/inside/real.txt'])
        expect(
          all.each(path, guest => openPath(guest, path)),
          path,
        ).to.equal('ENOTCAPABLE');
    });

    it(mechanism(12), async () => {
      for (const target of ['../outside/file', '../outside/dir', '../outside/none']) {
        const all = await openWorld({ link: symlink(target), deep: { er: { link: symlink(`../../${target}`) } } });
        for (const path of ['link', 'deep/er/link', 'deep/../link']) {
          for (const follow of [0, 1]) {
            const expected = follow ? 'ENOTCAPABLE' : 'ESUCCESS';
            const answer = all.each(path, guest => {
              const name = guest.text(at.path, path);
              return [
                errnoName(guest.call('path_filestat_get', ROOT, follow, ...name, at.result)),
                errnoName(guest.call('path_filestat_set_times', ROOT, follow, ...name, 5n, 5n, 5)),
              ];
            });
            expect(answer[0], `${path}, follow ${follow}`).to.equal(expected);
            // Windows has no call that sets the times of a link without following it.
            expect(answer[1]).to.be.oneOf(place.windows && !follow ? [expected, 'ENOTSUP', 'EINVAL'] : [expected]);
          }
        }
      }
    });

    it(mechanism(32), async () => {
      const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];
      const all = await openWorld();
      for (const name of names) {
        expect(
          all.each(name, guest => openPath(guest, name)),
          name,
        ).to.equal('ENOENT');
        expect(
          all.each(name, guest => openPath(guest, `${name}/x`)),
          name,
        ).to.equal('ENOENT');
        const made = all.each(name, guest =>
          errnoName(guest.call('path_create_directory', ROOT, ...guest.text(at.path, name))),
        );
        expect(made).to.equal('ESUCCESS');
        expect(
          all.each(name, guest => openPath(guest, `${name}/x`, 1)),
          name,
        ).to.equal('ESUCCESS');
      }
      const gone = all.each('removing', guest =>
        names.map(name => [
          errnoName(guest.call('path_unlink_file', ROOT, ...guest.text(at.path, `${name}/x`))),
          errnoName(guest.call('path_remove_directory', ROOT, ...guest.text(at.path, name))),
        ]),
      );
      expect(gone.flat().every(answer => answer === 'ESUCCESS')).to.equal(true);
      expect(Object.hasOwn(Object.prototype, 'x')).to.equal(false);
    });

    it(mechanism(36), async () => {
      for (const target of ['../outside/dir', '../outside/file', 'dir', 'real.txt', 'none']) {
        const all = await openWorld({ link: symlink(target) });
        for (const [from, to] of [
          ['link/', 'fresh'],
          ['sub', 'link/'],
          ['own.txt', 'link/'],
          ['link/', 'link/'],
        ] as const) {
          for (const name of ['path_rename', 'path_link'] as const) {
            const before = all.each('before', guest => [targetOf(guest, 'link'), openPath(guest, 'dir/inner')]);
            const errno = all.each(`${name} of ${from} to ${to}`, guest => {
              const old = guest.text(at.path, from);
              const made = guest.text(at.path2, to);
              return name === 'path_rename'
                ? guest.call(name, ROOT, ...old, ROOT, ...made)
                : guest.call(name, ROOT, 0, ...old, ROOT, ...made);
            });
            expect(errno, `${name} of ${from} to ${to}, with a link to ${target}`).to.not.equal(0);
            const after = all.each('after', guest => [targetOf(guest, 'link'), openPath(guest, 'dir/inner')]);
            expect(after).to.deep.equal(before);
          }
        }
      }
    });

    /** A link at the end of a path: what follows it is refused, and what does not is not. */
    function refusedIfFollowed({ follows, refusals }: Attack, errno: number): string | undefined {
      if (!follows) return errno === Errno.ENOTCAPABLE ? 'it stays inside' : undefined;
      return errno === Errno.ENOTCAPABLE || refusals.includes(errno) ? undefined : 'it leads out';
    }

    /** A path through a link. */
    function refuseThrough(all: Scenes, path: string): void {
      assail(all, path, ({ refusals }, errno) =>
        errno === Errno.ENOTCAPABLE || errno === Errno.EPERM || refusals.includes(errno) ? undefined : 'it leads out',
      );
    }
  });
}

function openPath(guest: ProxyGuest, path: string, oflags = 0): string {
  const [pointer, length] = guest.text(at.path, path);
  const base = oflags === 0 ? READING : EVERY_RIGHT;
  const errno = guest.call('path_open', ROOT, 1, pointer, length, oflags, base, 0n, 0, at.result);
  if (errno === 0) guest.ok('fd_close', guest.view.getUint32(at.result, true));
  return errnoName(errno);
}

function symlinkTo(guest: ProxyGuest, target: string, name: string): string {
  return errnoName(guest.call('path_symlink', ...guest.text(at.path2, target), ROOT, ...guest.text(at.path, name)));
}

function targetOf(guest: ProxyGuest, name: string): string {
  const errno = guest.call('path_readlink', ROOT, ...guest.text(at.path, name), at.buffer, 200, at.result);
  if (errno !== 0) return errnoName(errno);
  return Buffer.from(guest.bytes.subarray(at.buffer, at.buffer + guest.view.getUint32(at.result, true))).toString();
}
