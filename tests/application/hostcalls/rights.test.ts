import { expect } from 'chai';
import { captureOutput, textInput } from '../../../adapters/memory/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import {
  ALL_RIGHTS,
  Descriptor,
  DIRECTORY_RIGHTS,
  Errno,
  errnoName,
  FILE_RIGHTS,
  Filetype,
  Oflag,
  Right,
  type RightName,
  rightNames,
  type Socket,
} from '../../../domain/index.js';
import { ProxyGuest } from '../abi/proxy-guest.js';
import { refusingHosts } from '../diagnosis/refused-guest.js';
import { at, ROOT } from './fixture.js';
import { type Kind, type Use, uses } from './uses-of-rights.js';

const everyRight = rightNames(ALL_RIGHTS);
const mask = (names: readonly RightName[]) => names.reduce((sum, name) => sum | Right[name], 0);

/** How a program comes to a descriptor that lacks rights. */
type Way = (guest: ProxyGuest, path: string, oflags: number, base: number, inheriting: number) => number;

const ways: Readonly<Record<string, Way>> = {
  'given up': (guest, path, oflags, base, inheriting) => {
    const fd = openBelow(guest, ROOT, path, oflags, ALL_RIGHTS, ALL_RIGHTS);
    const held = guest.descriptors.peek(fd);
    if (held === undefined) throw new Error('the descriptor is gone');
    const kept = [held.rightsBase & base, held.rightsInheriting & inheriting].map(BigInt);
    guest.ok('fd_fdstat_set_rights', fd, ...kept);
    return fd;
  },
  'not asked for': (guest, path, oflags, base, inheriting) => openBelow(guest, ROOT, path, oflags, base, inheriting),
  'not handed down': (guest, path, oflags, base, inheriting) => {
    const above = openBelow(guest, ROOT, '.', Oflag.DIRECTORY, ALL_RIGHTS, base | inheriting);
    return openBelow(guest, above, path, oflags, base, inheriting);
  },
};

function openBelow(guest: ProxyGuest, fd: number, path: string, oflags: number, base: number, inheriting: number) {
  const text = guest.text(at.path, path);
  // A directory that is opened for writing is EISDIR.
  const asked = oflags === Oflag.DIRECTORY ? base & DIRECTORY_RIGHTS : base;
  guest.ok('path_open', fd, 0, ...text, oflags, BigInt(asked), BigInt(inheriting), 0, at.result);
  return guest.view.getUint32(at.result, true);
}

/** A socket on which everything succeeds. */
const willing: Socket = {
  kind: 'socket',
  filetype: Filetype.SOCKET_STREAM,
  accept: () => willing,
  receive: () => 1,
  send: () => 1,
  shutdown: () => 0,
  readable: () => 1,
  writable: () => true,
  stat: () => 0,
  close: () => {},
};

/** A descriptor with those of these rights that apply to it. */
function give(guest: ProxyGuest, kind: Kind, base: number, inheriting: number, way: Way): number {
  const { descriptors } = guest;
  switch (kind) {
    case 'file':
      return way(guest, 'notes.txt', 0, base, 0);
    case 'directory':
      return way(guest, '.', Oflag.DIRECTORY, base, inheriting);
    case 'preopen': {
      const root = descriptors.peek(ROOT) as Descriptor;
      const { resource, filetype, label, preopenName } = root;
      return descriptors.insert(new Descriptor(resource, filetype, base, inheriting, 0, label, preopenName));
    }
    case 'input':
      return descriptors.insert(new Descriptor(textInput('typed'), Filetype.UNKNOWN, base, inheriting, 0, 'in'));
    case 'output':
      return descriptors.insert(new Descriptor(captureOutput(), Filetype.UNKNOWN, base, inheriting, 0, 'out'));
    case 'socket':
      return descriptors.insert(new Descriptor(willing, willing.filetype, base, inheriting, 0, 'socket'));
  }
}

/** Closes what was opened below the preopened directory, and that directory's other descriptors. */
function closeAll(guest: ProxyGuest): void {
  for (let fd = ROOT + 1; fd < ROOT + 8; fd++) if (guest.descriptors.peek(fd) !== undefined) guest.ok('fd_close', fd);
}

/** Every choice of one right of each group. */
function choices([first, ...others]: Use['needs']): RightName[][] {
  if (first === undefined) return [[]];
  return first.flatMap(right => choices(others).map(rest => [right, ...rest]));
}

const named = ({ call, param, when = '', kind }: Use) => `${call} ${when} (${param}: ${kind})`.replace('  ', ' ');

for (const host of refusingHosts) {
  describe(`rights on ${host.name}`, () => {
    let guest: ProxyGuest;
    let dispose: () => void;
    beforeEach(async () => {
      const directory = host.directory();
      dispose = directory.dispose;
      guest = await ProxyGuest.open(createRuntime(host.ports()), { preopens: { '/data': directory.place } });
    });
    afterEach(() => {
      guest.close();
      dispose();
    });

    /** Whether a use is refused to a descriptor with these rights. If it is not, it must succeed. */
    function refuses(use: Use, base: number, inheriting: number, way: Way): boolean {
      use.prepare?.(guest);
      const fd = give(guest, use.kind, base, inheriting, way);
      const errno = use.perform(guest, fd);
      closeAll(guest);
      if (errno === 0) return false;
      const rights = `of ${rightNames(base)}, ${rightNames(inheriting)}`;
      expect(errnoName(errno), rights).to.be.oneOf(['ENOTCAPABLE', 'EBADF']);
      // As POSIX answers for a file that was not opened for it.
      if (errno === Errno.EBADF) expect(base & Right.FD_READ & Right.FD_WRITE, rights).to.equal(0);
      return true;
    }

    for (const use of uses) {
      for (const [how, way] of Object.entries(ways)) {
        // Nothing opens a stream or a socket by name; and what a directory lacks because its parent does, it does not hand down either.
        const ofBase =
          use.kind === 'file' || how === 'given up' || (use.kind === 'directory' && how === 'not asked for');
        if (ofBase)
          it(`${named(use)} is refused if and only if a right it needs is ${how}`, () => {
            const refused = everyRight.filter(right => refuses(use, ALL_RIGHTS & ~Right[right], ALL_RIGHTS, way));
            const alone = use.needs.filter(group => group.length === 1).flat();
            expect(refused).to.have.members(alone);
            for (const group of use.needs) {
              expect(refuses(use, ALL_RIGHTS & ~mask(group), ALL_RIGHTS, way), `without ${group}`).to.equal(true);
            }
            for (const choice of choices(use.needs)) {
              expect(refuses(use, mask(choice), mask(use.handsDown ?? []), way), `with ${choice} alone`).to.equal(
                false,
              );
            }
          });

        if (use.kind !== 'directory') continue;
        it(`${named(use)} is refused if and only if what it needs handed down is ${how}`, () => {
          const refused = everyRight.filter(right => refuses(use, ALL_RIGHTS, ALL_RIGHTS & ~Right[right], way));
          expect(refused).to.have.members([...(use.handsDown ?? [])]);
        });
      }
    }

    for (const [how, way] of Object.entries(ways)) {
      it(`a directory hands down the rights that it holds for that, where rights are ${how}`, () => {
        for (const right of everyRight) {
          const others = ALL_RIGHTS & ~Right[right];
          const directory = way(guest, '.', Oflag.DIRECTORY, ALL_RIGHTS & ~Right.FD_FDSTAT_SET_FLAGS, others);
          const open = (path: string, base: number, inheriting: number) => {
            const text = guest.text(at.path, path);
            const args = [0, ...text, 0, BigInt(base), BigInt(inheriting), 0, at.result] as const;
            return errnoName(guest.call('path_open', directory, ...args));
          };
          // No socket is opened by name, so their rights are passed over.
          const expected = right.startsWith('SOCK_') ? 'ESUCCESS' : 'ENOTCAPABLE';
          expect(open('notes.txt', Right[right], 0), `asked for ${right}`).to.equal(expected);
          expect(open('dir', 0, Right[right]), `asked to hand ${right} down`).to.equal(expected);
          for (const [path, applicable] of [
            ['notes.txt', FILE_RIGHTS],
            ['.', DIRECTORY_RIGHTS],
          ] as const) {
            const base = path === '.' ? others & DIRECTORY_RIGHTS : others;
            expect(open(path, base, others), `asked for all but ${right}`).to.equal('ESUCCESS');
            const descriptor = guest.descriptors.peek(guest.view.getUint32(at.result, true)) as Descriptor;
            expect(rightNames(descriptor.rightsBase)).to.deep.equal(rightNames(others & applicable));
            expect(descriptor.rightsInheriting & Right[right]).to.equal(0);
          }
          closeAll(guest);
        }
      });
    }
  });
}
