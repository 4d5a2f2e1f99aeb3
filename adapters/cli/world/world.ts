/** The world that a guest runs in: ports and directories. The host's own is put together here; any other is loaded when it is asked for. */

import { nodePorts } from '../../../api/node.js';
import type { ProgramOptions } from '../../../application/runtime/index.js';
import type { Ports } from '../../../domain/index.js';
import { NodeFileSystem } from '../../node/file-system.js';
import { CommandLineError } from '../command-line-error.js';
import { complain } from '../terminal/report.js';
import { isPlain, type WorldSetting } from './world-setting.js';

/** A world, ready for one guest. */
export interface World {
  readonly ports: Ports;
  /** What the guest is given, in order. */
  readonly preopens: NonNullable<ProgramOptions['preopens']>;
  /**
   * To be called once the guest has ended.
   * @param ended it has ended by itself
   * @returns lines for stderr
   * @throws CommandLineError if something can't be read or written
   */
  settle(ended: boolean): readonly string[];
}

/**
 * Makes a world.
 * @throws CommandLineError for a directory that can't be had
 */
export async function createWorld(setting: WorldSetting): Promise<World> {
  const ports = hostPorts(setting);
  if (!isPlain(setting)) return (await import('./special-world.js')).createSpecialWorld(setting, ports);
  const given = setting.places.flatMap(place => (place.kind === 'host' ? [[place.guest, place.path] as const] : []));
  return { ports, preopens: Object.fromEntries(given), settle: () => [] };
}

/**
 * The host's ports, its directories as safe as is asked for. That they are less safe than they are elsewhere on Linux is said on stderr.
 * @throws CommandLineError if they cannot be so safe
 */
function hostPorts({ host, places, raceFree }: WorldSetting): Ports {
  const ports = nodePorts();
  const given = host === 'node' && places.some(({ kind }) => kind !== 'memory');
  if (!given || !(ports.fileSystem instanceof NodeFileSystem) || ports.fileSystem.reach === 'handles')
    return raceFree && given ? nodePorts({ reach: 'handles' }) : ports;
  const onLinux = process.platform === 'linux';
  const problem = 'another process that exchanges directories at the right moment can lead the program out of its own';
  if (raceFree)
    throw new CommandLineError(
      `${problem} here, which --require-race-free refuses`,
      onLinux ? 'mount /proc, and see that it shows this process' : 'run it on Linux, or in memory with --host memory',
    );
  if (onLinux)
    complain(`${problem}, since /proc does not show this process; mount it, or let no other process write there`);
  return ports;
}
