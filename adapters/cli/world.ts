/** The world that a guest runs in: ports and directories. The host's own is put together here; any other is loaded when it is asked for. */
import type { Ports, ProgramOptions } from '../../application/index.js';
import { nodePorts } from '../platform/node-ports.js';
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
  const ports = nodePorts();
  if (!isPlain(setting)) return (await import('./special-world.js')).createSpecialWorld(setting, ports);
  const given = setting.places.flatMap(place => (place.kind === 'host' ? [[place.guest, place.path] as const] : []));
  return { ports, preopens: Object.fromEntries(given), settle: () => [] };
}
