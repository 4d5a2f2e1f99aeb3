/** Worlds that are not, or not only, the host's own: in memory, the same in every run, with clocks and randomness of their own. */

import type { UnreadableEntry } from '../../../application/composition/index.js';
import { openHostPath, readOnly } from '../../../application/composition/index.js';
import type { Directory, Ports } from '../../../domain/index.js';
import { SeededRandom } from '../../memory/seeded-random.js';
import { SteppedClock } from '../../memory/stepped-clock.js';
import type { DirectoryOption } from '../guest/dir-option.js';
import { Progress } from '../terminal/progress.js';
import { complain } from '../terminal/report.js';
import { loadTree } from './load-tree.js';
import { MemoryStore } from './memory-store.js';
import { Overlays } from './overlays.js';
import { repeatableStdio } from './repeatable-stdio.js';
import { WatchedClock } from './watched-clock.js';
import type { World } from './world.js';
import type { WorldSetting } from './world-setting.js';

/**
 * Makes a world.
 * @param setting what is to be special about it
 * @param ports of the host, for the rest
 * @throws CommandLineError or ConfigurationError for a directory that cannot be used
 */
export function createSpecialWorld(setting: WorldSetting, ports: Ports): Omit<World, 'sockets'> {
  const { host, rules, directories, seed, start, quotas, skipUnreadable } = setting;
  const { fileSystem } = ports;
  const steps = start === undefined ? undefined : new SteppedClock(start, 0, ports.waiting);
  const given = directories.map(option => ({
    option,
    found: option.kind === 'memory' ? undefined : openHostPath(option.path, fileSystem),
  }));
  // What an overlay holds goes by the rules of what it lies over.
  const likeWindows = given.some(({ option, found }) => option.kind === 'overlay' && found?.naming !== undefined);
  const store = new MemoryStore(quotas, steps ?? ports.clocks, rules ?? (likeWindows ? 'windows' : 'posix'));

  const overlays = new Overlays(setting.apply);

  const directoryFor = (option: DirectoryOption, found: Directory | undefined): Directory => {
    if (option.kind === 'memory' || found === undefined) return store.emptyDirectory();
    const { path } = option;
    if (option.kind === 'overlay') return overlays.add(path, found, store.emptyDirectory());
    const skip = skipUnreadable
      ? (entry: UnreadableEntry) => complain(`${path}: left out: ${entry.reason}`)
      : undefined;
    const directory = host === 'node' ? found : loaded(path, found, skip);
    return option.readOnly ? readOnly(directory) : directory;
  };

  const loaded = (path: string, found: Directory, skip: ((entry: UnreadableEntry) => void) | undefined): Directory => {
    const progress = new Progress();
    try {
      return store.load(path, loadTree(path, found, { dated: host === 'memory', skip }, progress), progress);
    } finally {
      progress.end();
    }
  };

  const clock = steps && new WatchedClock(steps);
  return {
    ports: {
      ...ports,
      ...(clock && { clocks: clock, waiting: clock }),
      ...(seed !== undefined && { random: new SeededRandom(seed) }),
      ...(host === 'deterministic' && { stdio: repeatableStdio(ports) }),
    },
    preopens: Object.fromEntries(given.map(({ option, found }) => [option.guest, directoryFor(option, found)])),
    settle: ended => overlays.settle(ended),
  };
}
