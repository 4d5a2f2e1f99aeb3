/** Worlds that are not, or not only, the host's own: in memory, the same in every run, with clocks and randomness of their own. */

import type { UnreadableEntry } from '../../../application/composition/index.js';
import { readOnly } from '../../../application/composition/index.js';
import type { Directory, Ports } from '../../../domain/index.js';
import { SeededRandom } from '../../memory/seeded-random.js';
import { SteppedClock } from '../../memory/stepped-clock.js';
import { complain } from '../terminal/report.js';
import { openHostDirectory } from './host-directory.js';
import { loadTree } from './load-tree.js';
import { MemoryStore } from './memory-store.js';
import { Overlays } from './overlays.js';
import { repeatableStdio } from './repeatable-stdio.js';
import { WatchedClock } from './watched-clock.js';
import type { World } from './world.js';
import type { Place, WorldSetting } from './world-setting.js';

/**
 * Makes a world.
 * @param setting what is to be special about it
 * @param ports of the host, for the rest
 * @throws CommandLineError for a directory that can't be had
 */
export function createSpecialWorld(setting: WorldSetting, ports: Ports): World {
  const { host, rules, places, seed, start, quotas, skipUnreadable } = setting;
  const { fileSystem } = ports;
  const steps = start === undefined ? undefined : new SteppedClock(start);
  const given = places.map(place => ({
    place,
    found: place.kind === 'memory' ? undefined : openHostDirectory(place.path, fileSystem),
  }));
  // What an overlay holds goes by the rules of what it lies over.
  const likeWindows = given.some(({ place, found }) => place.kind === 'overlay' && found?.naming !== undefined);
  const store = new MemoryStore(quotas, steps ?? ports.clocks, rules ?? (likeWindows ? 'windows' : 'posix'));

  const overlays = new Overlays(setting.apply);

  const directoryFor = (place: Place, found: Directory | undefined): Directory => {
    if (place.kind === 'memory' || found === undefined) return store.emptyDirectory();
    const { path } = place;
    if (place.kind === 'overlay') return overlays.add(path, found, store.emptyDirectory());
    const skip = skipUnreadable
      ? (entry: UnreadableEntry) => complain(`${path}: left out: ${entry.reason}`)
      : undefined;
    const directory =
      host === 'node' ? found : store.load(path, loadTree(path, found, { dated: host === 'memory', skip }));
    return place.readOnly ? readOnly(directory) : directory;
  };

  const clock = steps && new WatchedClock(steps);
  return {
    ports: {
      ...ports,
      ...(clock && { clocks: clock, waiting: clock }),
      ...(seed !== undefined && { random: new SeededRandom(seed) }),
      ...(host === 'deterministic' && { stdio: repeatableStdio(ports.stdio) }),
    },
    preopens: Object.fromEntries(given.map(({ place, found }) => [place.guest, directoryFor(place, found)])),
    settle: ended => overlays.settle(ended),
  };
}
