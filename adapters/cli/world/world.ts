/** The world that a guest runs in: ports and directories. The host's own is put together here; any other is loaded on demand. */

import { LinuxFileSystem, NodeFileSystem, nodePorts } from '../../../api/node.js';
import type { ProgramOptions } from '../../../application/runtime/index.js';
import type { Network, Ports } from '../../../domain/index.js';
import { CommandLineError } from '../command-line-error.js';
import { complain } from '../terminal/report.js';
import { isPlain, type WorldSetting } from './world-setting.js';
import { openNetwork, openSockets } from './world-sockets.js';

/** A world, ready for one guest. */
export interface World {
  readonly ports: Ports;
  /** The guest's preopens, in order. */
  readonly preopens: NonNullable<ProgramOptions['preopens']>;
  /** After these. */
  readonly sockets: NonNullable<ProgramOptions['sockets']>;
  /** Where it may open sockets itself; undefined for nowhere. */
  readonly network?: Network | undefined;
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
 * @throws CommandLineError or ConfigurationError for a directory that cannot be used, or a socket that cannot be opened
 */
export async function createWorld(setting: WorldSetting): Promise<World> {
  const ports = hostPorts(setting);
  const world = isPlain(setting)
    ? plainWorld(setting, ports)
    : (await import('./special-world.js')).createSpecialWorld(setting, ports);
  const { sockets: wanted, reachable } = setting;
  if (wanted.length === 0 && reachable.length === 0) return { ...world, sockets: {} };
  const network = reachable.length === 0 ? undefined : openNetwork(setting);
  return { ...world, network, sockets: await openSockets(setting) };
}

function plainWorld(setting: WorldSetting, ports: Ports): Omit<World, 'sockets'> {
  const given = setting.directories.flatMap(each => (each.kind === 'host' ? [[each.guest, each.path] as const] : []));
  return { ports, preopens: Object.fromEntries(given), settle: () => [] };
}

/**
 * The host's ports, with its directories as safe as was asked for. Where they are less safe than on Linux, stderr says so once.
 * @throws CommandLineError if they cannot be so safe
 */
function hostPorts({ host, system, directories, raceFree }: WorldSetting): Ports {
  const options = system === undefined ? {} : { system };
  const ports = nodePorts(options);
  const { fileSystem } = ports;
  const given = host === 'node' && directories.some(({ kind }) => kind !== 'memory');
  if (!given) return ports;
  const checked = fileSystem instanceof NodeFileSystem || fileSystem instanceof LinuxFileSystem;
  if (!checked || fileSystem.reach === 'handles') return raceFree ? nodePorts({ ...options, reach: 'handles' }) : ports;
  const weakness = 'another process that exchanges directories can lead the program out of its own here';
  const onLinux = process.platform === 'linux';
  if (raceFree)
    throw new CommandLineError(
      `${weakness}, which --require-race-free refuses`,
      onLinux ? 'mount /proc, and see that it shows this process' : 'run it on Linux, or in memory with --host memory',
    );
  complain(`${weakness}; ${onLinux ? 'mount /proc, or ' : ''}use --require-race-free to refuse that`);
  return ports;
}
