import { expect } from 'chai';
import { diff, memoryDirectory, memoryPorts, snapshot, symlink } from '../../adapters/memory/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { Errno, errnoName } from '../../domain/index.js';
import { ProxyGuest } from '../application/abi/proxy-guest.js';
import { ROOT } from '../application/hostcalls/fixture.js';
import { attacks, type Stand } from './attacks.js';
import type { Grounds } from './grounds.js';

const top: Stand = { fd: ROOT, directory: '', prefix: '' };

const digits = [...'0123456789¹²³'];
const devices = [
  ...['con', 'NUL', 'Aux', 'pRN', 'CONIN$', 'conout$', 'clock$'],
  ...['COM', 'lpt'].flatMap(port => digits.map(digit => port + digit)),
];
const names: readonly string[] = [
  ...devices.flatMap(device => [device, `${device}.txt`, `${device} .x.y`, `${device}.`, `${device}  `]),
  ...[
    '\\',
    '..\\real.txt',
    '\\real.txt',
    'dir\\inner',
    '..\\..\\outside',
    '\\\\server\\share',
    '\\\\?\\C:\\x',
    '\\\\.\\NUL',
  ],
  ...['C:', 'c:real.txt', 'real.txt:stream', 'real.txt::$DATA', 'dir::$INDEX_ALLOCATION', ':', 'NUL:'],
  ...['real.txt.', 'real.txt ', 'REAL.TXT. .', 'dir.', 'dir ', '...', ' ', '. '],
  ...['LONGNA~1.TXT', 'longna~1.txt', 'PROGRA~1', 'LO1234~1.TXT'],
  ...['real.*', '????.txt', 'real<', '>', '"real.txt"', 'a|b', 'real.txt\n', '\x01', 'dir\x1f'],
];

describe('Names that stand for others on Windows', () => {
  /** By whose rules, and what the guest is given. */
  const world = () =>
    memoryDirectory(
      {
        'real.txt': 'real',
        'own.txt': 'own',
        sub: {},
        'long name.txt': 'long',
        'Program Files': { x: '' },
        dir: { inner: 'inner' },
        link: symlink('real.txt'),
      },
      { rules: 'windows' },
    );

  it('are EINVAL in every call, wherever they stand in a path, and nothing comes of them', async () => {
    const root = world();
    const before = snapshot(root);
    const guest = await ProxyGuest.open(createRuntime(memoryPorts()), { preopens: { '/': root } });
    for (const name of names) {
      for (const path of [name, `dir/${name}`, `${name}/x`, `${name}/../real.txt`, `dir/../${name}/`, `./${name}`]) {
        for (const attack of attacks) {
          if (attack.rare && path !== name) continue;
          const { errno } = attack.attempt(guest, top, path, undefined as unknown as Grounds);
          // A slash at the end is judged before the host is asked where a file is to be made or moved.
          const refusals = path.endsWith('/') ? [Errno.EINVAL, Errno.ENOTDIR, ...attack.refusals] : [Errno.EINVAL];
          if (!refusals.includes(errno as never))
            expect.fail(`${attack.title} of ${JSON.stringify(path)} is ${errnoName(errno)}`);
        }
      }
    }
    guest.close();
    expect(diff(before, snapshot(root))).to.deep.equal({ added: [], changed: [], removed: [] });
  });

  it('in the target of a link are EINVAL when it is made', async () => {
    const root = world();
    const before = snapshot(root);
    const guest = await ProxyGuest.open(createRuntime(memoryPorts()), { preopens: { '/': root } });
    for (const name of names) {
      for (const target of [name, `../${name}`, `dir/${name}/x`, `${name}/`]) {
        const [pointer, length] = guest.text(3000, target);
        const errno = guest.call('path_symlink', pointer, length, ROOT, ...guest.text(4000, 'made'));
        if (errno !== Errno.EINVAL) expect.fail(`a link to ${JSON.stringify(target)} is ${errnoName(errno)}`);
      }
    }
    guest.close();
    expect(diff(before, snapshot(root))).to.deep.equal({ added: [], changed: [], removed: [] });
  });
});
