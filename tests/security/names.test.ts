import { expect } from 'chai';
import type { Contents } from '../../application/composition/index.js';
import { Errno, errnoName } from '../../domain/index.js';
import { open, READING, ROOT } from '../application/hostcalls/fixture.js';
import { WINDOWS } from '../needs.js';
import { type Attack, attacks, type Stand } from './attacks.js';
import type { Grounds } from './grounds.js';
import { mechanism } from './mechanisms.js';
import { namesIn } from './names-in.js';
import { Scenes, treePlaces } from './places.js';

const top: Stand = { fd: ROOT, directory: '', prefix: '' };
const nowhere = { base: '\0' } as Grounds;

const digits = [...'0123456789¹²³'];
const devices = [
  ...['con', 'NUL', 'Aux', 'pRN', 'CONIN$', 'conout$', 'clock$'],
  ...['COM', 'lpt'].flatMap(port => digits.map(digit => port + digit)),
];

/** Names that stand for something else on Windows, by mechanism. */
const names: Readonly<Record<number, readonly string[]>> = {
  14: devices.flatMap(device => [device, `${device}.txt`, `${device} .x.y`, `${device}.`, `${device}  `]),
  15: ['\\', '..\\real.txt', '\\real.txt', 'dir\\inner', '..\\..\\outside'],
  16: ['C:', 'c:real.txt', '\\\\server\\share', '\\\\?\\C:\\x', '\\\\.\\NUL', ':', 'NUL:'],
  17: ['real.txt:stream', 'real.txt::$DATA', 'dir::$INDEX_ALLOCATION'],
  18: [
    ...['real.txt.', 'real.txt ', 'REAL.TXT. .', 'dir.', 'dir ', '...', ' ', '. '],
    ...['LONGNA~1.TXT', 'longna~1.txt', 'PROGRA~1', 'LO1234~1.TXT'],
    ...['real.*', '????.txt', 'real<', '>', '"real.txt"', 'a|b', 'real.txt\n', '\x01', 'dir\x1f'],
  ],
  35: ['C:secret', 'c:', 'C:\\x', 'Z:real.txt'],
};

const world: Contents = {
  'real.txt': 'real',
  'own.txt': 'own',
  sub: {},
  'long name.txt': 'long',
  'Program Files': { x: '' },
  dir: { inner: 'inner', 'own.txt': 'own', sub: {} },
};

/** On Windows itself, where each call takes long, `tests/windows/names.test.ts` tries them. */
const places = treePlaces.filter(({ name, windows }) => windows && !(WINDOWS.met && name === 'windows'));

for (const place of places) {
  describe(`Names that stand for others, on ${place.name}:`, () => {
    let scenes: Scenes;
    beforeEach(async () => {
      scenes = await Scenes.open(place, world);
    });
    afterEach(() => scenes.close());

    /** The names inside, as the guest sees them. */
    const inside = () =>
      scenes.each('what is inside', guest => {
        const dir = open(guest, 'dir', { base: READING });
        const names = [namesIn(guest, ROOT), namesIn(guest, dir)];
        guest.ok('fd_close', dir);
        return names;
      });

    function refuse(attack: Attack, path: string): void {
      const what = `${attack.title} of ${JSON.stringify(path)}`;
      const errno = scenes.each(what, guest => attack.attempt(guest, top, path, nowhere).errno);
      // A slash at the end is judged before the host is asked where a file is to be made or moved.
      const refusals = path.endsWith('/') ? [Errno.EINVAL, Errno.ENOTDIR, ...attack.refusals] : [Errno.EINVAL];
      if (!refusals.includes(errno as never)) expect.fail(`${what} is ${errnoName(errno)}`);
    }

    for (const [number, group] of Object.entries(names)) {
      it(`${mechanism(Number(number))}: EINVAL in every call, wherever it stands in a path`, () => {
        const before = inside();
        for (const name of group) {
          const paths =
            number === '35'
              ? [`dir/${name}`, `dir/${name}/x`, `dir/../${name}`, `dir/sub/${name}/../inner`]
              : [name, `dir/${name}`, `${name}/x`, `${name}/../real.txt`, `dir/../${name}/`, `./${name}`];
          for (const path of paths)
            for (const attack of attacks) if (!attack.rare || path === name) refuse(attack, path);
        }
        expect(inside()).to.deep.equal(before);
      });

      it(`${mechanism(Number(number))}: EINVAL in the target of a link`, () => {
        for (const name of group) {
          for (const target of [name, `../${name}`, `dir/${name}/x`, `${name}/`]) {
            const errno = scenes.each(`a link to ${JSON.stringify(target)}`, guest => {
              const [pointer, length] = guest.text(3000, target);
              return guest.call('path_symlink', pointer, length, ROOT, ...guest.text(4000, 'made'));
            });
            if (errno !== Errno.EINVAL) expect.fail(`a link to ${JSON.stringify(target)} is ${errnoName(errno)}`);
          }
        }
      });
    }
  });
}
