import type { Stats } from 'node:fs';
import { Filetype } from '../../domain/index.js';

/** The major number of `/dev/null`, `/dev/zero` and their like. Source: the kernel's list of devices, admin-guide/devices.txt. */
const LINUX_MEMORY_DEVICES = 1;

/**
 * Whether a descriptor of this process is a terminal, whatever way it came. The module that tells is loaded only where it may be one: it
 * brings all of Node's sockets with it.
 * @param filetype the host's
 * @param stats of the descriptor, or why there are none
 */
export function isTerminal(fd: number, filetype: number, stats: Pick<Stats, 'rdev'> | number): boolean {
  if (filetype !== Filetype.CHARACTER_DEVICE) return false;
  if (process.platform === 'linux' && typeof stats !== 'number' && stats.rdev >>> 8 === LINUX_MEMORY_DEVICES)
    return false;
  return process.getBuiltinModule('node:tty').isatty(fd);
}
