import { expect } from 'chai';
import { nodePorts } from '../../adapters/node/index.js';
import { WindowsFileSystem } from '../../adapters/windows/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { Errno, errnoName } from '../../domain/index.js';
import { ProxyGuest } from '../application/abi/proxy-guest.js';
import { open, READING, ROOT } from '../application/hostcalls/fixture.js';
import { hostFileSystems } from '../guests/host-file-systems.js';
import { type Attack, attacks, type Spoils, type Stand } from './attacks.js';
import { Grounds, surroundings } from './grounds.js';
import { forms, linkKinds } from './links.js';
import { type Verdict, verdictOn } from './verdict.js';

/** A guest on grounds of its own. */
interface Scene {
  readonly grounds: Grounds;
  readonly guest: ProxyGuest;
}

const fromTop: Stand = { fd: ROOT, directory: '', prefix: 'a/b/' };
const fromWithin: Stand = { fd: ROOT + 1, directory: 'a/b', prefix: '' };

/** Every way in is tried from the directory of the link; from further up, those that differ. */
const thorough = [
  ...forms.map(form => [fromWithin, form] as const),
  ...['link', 'link/file'].map(form => [fromTop, form] as const),
];
/** The walk is the same. What differs is how its last step is taken. */
const short = ['link', 'link/', 'link/file'].map(form => [fromWithin, form] as const);

const fileSystems = [
  ...hostFileSystems,
  // By the primitives of Windows, over links that are there.
  { name: 'windows', create: () => new WindowsFileSystem() },
];

for (const { name, create } of fileSystems) {
  const plan = name === 'checks' || name === 'windows' ? short : thorough;
  describe(`Links that lead astray, on ${name}:`, () => {
    let scenes: readonly Scene[];

    before(async () => {
      scenes = await Promise.all(
        surroundings.map(async around => {
          const grounds = new Grounds(around);
          grounds.build();
          const runtime = createRuntime({ ...nodePorts(), fileSystem: create() });
          const guest = await ProxyGuest.open(runtime, { preopens: { '/': grounds.inside } });
          expect(open(guest, 'a/b', { base: READING })).to.equal(fromWithin.fd);
          return { grounds, guest };
        }),
      );
    });

    after(() => {
      for (const { grounds, guest } of scenes) {
        guest.close();
        grounds.dispose();
      }
    });

    for (const kind of linkKinds) {
      it(`${kind.title}: nothing is reached, touched or found out`, () => {
        for (const { grounds } of scenes) grounds.build(kind.links(grounds));
        for (const [stand, form] of plan) assail(stand, form);
        for (const { grounds, guest } of scenes) {
          expect(grounds.changed, 'what was refused has changed the inside').to.equal(undefined);
          guest.lines.length = 0;
        }

        function assail(stand: Stand, form: string): void {
          const [{ grounds }] = scenes as [Scene];
          const root = `${grounds.inside}/${stand.directory}`;
          const verdicts = [false, true].map(follow => verdictOn(root, stand.prefix + form, follow));
          for (const attack of attacks) {
            if (attack.rare && form !== 'link' && form !== 'link/') continue;
            const verdict = verdicts[attack.follows ? 1 : 0] as Verdict;
            const spoils = scenes.map(scene => strike(scene, attack, stand, form));
            const what = `${attack.title} of ${form}`;
            const [first] = spoils as [Spoils];
            if (spoils.some(({ errno, learned }) => errno !== first.errno || learned !== first.learned)) {
              const told = spoils.map(({ errno, learned }) => `${errnoName(errno)} ${learned}`);
              expect.fail(`${what} tells what is outside: ${told.join(', ')}`);
            }
            const wrong = misjudged(verdict, first.errno, attack);
            if (wrong !== undefined) expect.fail(`${what}: ${wrong}`);
            if (first.errno === 0 && attack.changes) {
              for (const scene of scenes) scene.grounds.build(kind.links(scene.grounds));
            }
          }
          for (const scene of scenes) {
            expect(scene.grounds.trespass, `an attack on ${form}`).to.equal(undefined);
          }
        }
      });
    }

    function strike({ grounds, guest }: Scene, attack: Attack, stand: Stand, form: string) {
      const spoils = attack.attempt(guest, stand, form, grounds);
      if (spoils.errno === 0) {
        const what = `${attack.title} of ${form}`;
        expect(grounds.trespass, what).to.equal(undefined);
        if (spoils.inode !== undefined) {
          expect(grounds.holds(spoils.inode, stand.directory), `${what} gives something from outside`).to.equal(true);
        }
      }
      return spoils;
    }
  });
}

/** Why an errno is not what an attack deserves; undefined if it is. */
function misjudged(verdict: Verdict, errno: number, attack: Attack): string | undefined {
  const refused = errno === Errno.ENOTCAPABLE || errno === Errno.EPERM;
  if (verdict === 'inside') {
    return errno === Errno.ENOTCAPABLE ? 'ENOTCAPABLE, but it does not lead outside' : undefined;
  }
  if (attack.refusals.includes(errno)) return undefined;
  if (verdict === 'loop' ? errno === Errno.ELOOP : refused) return undefined;
  return `${errnoName(errno)}, but it leads ${verdict === 'loop' ? 'in a circle' : 'outside'}`;
}
