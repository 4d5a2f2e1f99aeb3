import { expect } from 'chai';
import { type Contents, readOnly, symlink } from '../../application/composition/index.js';
import { errnoName, Fstflag, type HostcallName, Oflag, Right } from '../../domain/index.js';
import type { ProxyGuest } from '../application/abi/proxy-guest.js';
import { at, EVERY_RIGHT, READING, ROOT } from '../application/hostcalls/fixture.js';
import { mechanism } from './mechanisms.js';
import { namesIn } from './names-in.js';
import { type SceneOptions, Scenes, type TreePlace, treePlaces } from './places.js';

/** The second preopen. */
const WRITABLE = ROOT + 1;
const world: Contents = {
  'real.txt': 'real',
  dir: { inner: 'inner' },
  empty: {},
  link: symlink('real.txt'),
  rw: { own: 'own' },
};

type Call = readonly [name: HostcallName, ...args: (number | bigint)[]];

/** Every call with a path that changes something. One is made before the next is prepared: they use the same memory. */
function* changes(guest: ProxyGuest, fd: number): Generator<Call> {
  const p = (path: string) => guest.text(at.path, path);
  const p2 = (path: string) => guest.text(at.path2, path);
  for (const [path, oflags, base] of [
    ['real.txt', Oflag.TRUNC, READING],
    ['link', Oflag.TRUNC, READING],
    ['fresh', Oflag.CREAT, READING],
    ['real.txt', Oflag.CREAT, READING],
    ['real.txt', 0, EVERY_RIGHT],
    ['real.txt', 0, BigInt(Right.FD_WRITE)],
    ['real.txt', 0, BigInt(Right.FD_FILESTAT_SET_SIZE)],
    ['real.txt', 0, BigInt(Right.FD_ALLOCATE)],
  ] as const)
    yield ['path_open', fd, 1, ...p(path), oflags, base, 0n, 0, at.result];
  yield ['path_create_directory', fd, ...p('fresh')];
  yield ['path_remove_directory', fd, ...p('empty')];
  yield ['path_unlink_file', fd, ...p('real.txt')];
  yield ['path_symlink', ...p2('x'), fd, ...p('fresh')];
  yield ['path_link', fd, 0, ...p('real.txt'), fd, ...p2('fresh')];
  yield ['path_rename', fd, ...p('real.txt'), fd, ...p2('fresh')];
  yield ['path_filestat_set_times', fd, 1, ...p('real.txt'), 5n, 5n, Fstflag.ATIM | Fstflag.MTIM];
  yield ['path_filestat_set_times', fd, 0, ...p('link'), 0n, 0n, Fstflag.ATIM_NOW | Fstflag.MTIM_NOW];
  yield ['fd_filestat_set_times', fd, 5n, 5n, Fstflag.ATIM | Fstflag.MTIM];
}

/** Every call that changes an open file. */
function fileChanges(guest: ProxyGuest, fd: number): readonly Call[] {
  const iovecs = guest.iovecs(at.iovecs, [at.buffer, 4]);
  return [
    ['fd_write', fd, ...iovecs, at.result],
    ['fd_pwrite', fd, ...iovecs, 0n, at.result],
    ['fd_filestat_set_size', fd, 1n],
    ['fd_allocate', fd, 0n, 100n],
    ['fd_filestat_set_times', fd, 5n, 5n, Fstflag.ATIM | Fstflag.MTIM],
  ];
}

/** Opens something below the preopen with what can be read and looked at. */
function openForReading(guest: ProxyGuest, path: string, base: bigint, inheriting: bigint): number {
  const [pointer, length] = guest.text(at.path, path);
  guest.ok('path_open', ROOT, 1, pointer, length, 0, base, inheriting, 0, at.result);
  return guest.view.getUint32(at.result, true);
}

/** The rights that change nothing. */
const LOOKING = BigInt(
  Right.FD_READ | Right.FD_SEEK | Right.FD_TELL | Right.FD_READDIR | Right.FD_FILESTAT_GET | Right.PATH_OPEN,
);

function attempt(guest: ProxyGuest, [name, ...args]: Call): string {
  return `${name} ${errnoName(guest.call(name, ...args))}`;
}

/** A call that a file is not open for is EBADF where POSIX has that, and otherwise ENOTCAPABLE. */
function expectRefused(guest: ProxyGuest, call: Call): void {
  const writes = call[0] === 'fd_write' || call[0] === 'fd_pwrite';
  expect(attempt(guest, call)).to.equal(`${call[0]} ${writes ? 'EBADF' : 'ENOTCAPABLE'}`);
}

for (const place of treePlaces) {
  describe(`Permissions, on ${place.name}:`, () => {
    let scenes: Scenes | undefined;
    const opened = async (where: TreePlace, options: SceneOptions) => {
      scenes = await Scenes.open(where, world, options);
      return scenes;
    };
    afterEach(() => {
      scenes?.close();
      scenes = undefined;
    });

    it(mechanism(10), async () => {
      const all = await opened(place, { readOnly: true, writable: 'rw' });
      for (const name of ['real.txt', 'link', 'dir/inner']) {
        for (const call of ['path_link', 'path_rename'] as const) {
          for (const to of [ROOT, WRITABLE]) {
            const answer = all.each(`${call} of ${name}`, guest => {
              const paths = [...guest.text(at.path, name), to, ...guest.text(at.path2, 'taken')] as const;
              return errnoName(
                call === 'path_link' ? guest.call(call, ROOT, 0, ...paths) : guest.call(call, ROOT, ...paths),
              );
            });
            expect(answer, `${call} of ${name} to ${to}`).to.equal('ENOTCAPABLE');
          }
        }
      }
      // Nor the other way: what is there is not replaced.
      const over = all.each('path_rename', guest =>
        errnoName(
          guest.call('path_rename', WRITABLE, ...guest.text(at.path, 'own'), ROOT, ...guest.text(at.path2, 'real.txt')),
        ),
      );
      expect(over).to.equal('ENOTCAPABLE');
      expect(all.each('what is in rw', guest => namesIn(guest, WRITABLE))).to.not.include('taken');
    });

    for (const [how, where, refusal] of [
      ['by its rights', place, 'ENOTCAPABLE'],
      ['by a view', { ...place, wrap: base => readOnly(place.wrap(base)) } as TreePlace, 'EROFS'],
    ] as const) {
      it(`${mechanism(28)}, which is read-only ${how}`, async () => {
        const byRights = refusal === 'ENOTCAPABLE';
        const all = await opened(where, { readOnly: byRights });
        const inside = () =>
          all.each('what is inside', guest => [
            namesIn(guest, ROOT),
            ...['real.txt', 'link', 'dir', 'empty', '.'].map(path => statOf(guest, path)),
          ]);
        const before = inside();
        all.each('changes', guest => {
          for (const call of changes(guest, ROOT)) {
            // A file that is there is opened with CREAT without a change; a view looks the name up first.
            const [name, , , , , oflags, base] = call;
            const harmless = !byRights && name === 'path_open' && oflags === Oflag.CREAT && base === READING;
            const expected = harmless ? [refusal, 'ESUCCESS'] : [refusal];
            expect(attempt(guest, call).split(' ')[1], `${name} ${call.slice(1)}`).to.be.oneOf(expected);
          }
          for (const below of [
            openForReading(guest, '.', LOOKING, LOOKING),
            openForReading(guest, 'dir/..', LOOKING, LOOKING),
          ]) {
            for (const call of changes(guest, below))
              expect(attempt(guest, call).split(' ')[1], `${call[0]} of a directory opened below`).to.be.oneOf([
                'ENOTCAPABLE',
                refusal,
              ]);
          }
          const file = openForReading(guest, 'real.txt', LOOKING & ~BigInt(Right.FD_READDIR | Right.PATH_OPEN), 0n);
          for (const call of fileChanges(guest, file)) expectRefused(guest, call);
        });
        expect(inside()).to.deep.equal(before);
      });
    }

    it(mechanism(29), async () => {
      const all = await opened(place, {});
      all.each('rights', guest => {
        const drop = (fd: number, base: bigint, inheriting: bigint) =>
          errnoName(guest.call('fd_fdstat_set_rights', fd, base, inheriting));
        guest.ok('fd_fdstat_get', ROOT, at.result2);
        const had = [
          guest.view.getBigUint64(at.result2 + 8, true),
          guest.view.getBigUint64(at.result2 + 16, true),
        ] as const;
        expect(drop(ROOT, had[0] & LOOKING, LOOKING)).to.equal('ESUCCESS');
        // A dropped right cannot be regained: neither by request, nor by opening.
        expect(drop(ROOT, had[0], had[1])).to.equal('ENOTCAPABLE');
        expect(drop(ROOT, had[0] & LOOKING, LOOKING | BigInt(Right.FD_WRITE))).to.equal('ENOTCAPABLE');
        for (const call of changes(guest, ROOT)) expect(attempt(guest, call)).to.equal(`${call[0]} ENOTCAPABLE`);
        const [pointer, length] = guest.text(at.path, 'dir');
        for (const [base, inheriting] of [
          [BigInt(Right.PATH_CREATE_FILE), 0n],
          [0n, BigInt(Right.FD_WRITE)],
          [had[0], had[1]],
        ] as const)
          expect(
            errnoName(guest.call('path_open', ROOT, 0, pointer, length, 0, base, inheriting, 0, at.result)),
          ).to.equal('ENOTCAPABLE');
        const below = openForReading(guest, 'dir', LOOKING, LOOKING);
        expect(drop(below, had[0], had[1])).to.equal('ENOTCAPABLE');
        // Sockets are not opened by name: their rights are passed over, not handed down.
        const sockets = openForReading(guest, 'dir', 0n, LOOKING | BigInt(Right.SOCK_SHUTDOWN | Right.SOCK_ACCEPT));
        guest.ok('fd_fdstat_get', sockets, at.result2);
        expect(guest.view.getBigUint64(at.result2 + 16, true) & ~LOOKING).to.equal(0n);
        const file = openForReading(guest, 'real.txt', BigInt(Right.FD_READ), 0n);
        for (const call of fileChanges(guest, file)) expectRefused(guest, call);
        // A number does not bring back what another descriptor had under it.
        guest.ok('fd_renumber', below, file);
        expect(drop(file, had[0], had[1])).to.equal('ENOTCAPABLE');
      });
    });
  });
}

function statOf(guest: ProxyGuest, path: string): unknown {
  guest.ok('path_filestat_get', ROOT, 0, ...guest.text(at.path, path), at.result);
  const modified = guest.view.getBigUint64(at.result + 48, true) > 10n;
  const directory = guest.view.getUint8(at.result + 16) === 3;
  return [
    guest.view.getUint8(at.result + 16),
    directory ? 0n : guest.view.getBigUint64(at.result + 32, true),
    modified,
  ];
}
