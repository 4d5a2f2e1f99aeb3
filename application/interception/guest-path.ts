import { type DescriptorTable, guestPathBelow } from '../../domain/index.js';

/**
 * The guest path that a descriptor and a path below it amount to, `.` and `..` resolved by their names alone.
 *
 * It tells what the guest asked for, not where that leads: a symbolic link on the way can lead elsewhere inside the preopened directory,
 * and a file may have a second name. Whoever must keep a guest out of somewhere gives it directories that do not contain it.
 * @param fd a descriptor of the guest's
 * @param path below it; without one, the descriptor's own
 * @returns such as `/project/notes.txt`, without a slash at the end; undefined if the descriptor is not open
 */
export function guestPath(descriptors: DescriptorTable, fd: number, path = ''): string | undefined {
  const label = descriptors.peek(fd)?.label;
  return label === undefined ? undefined : guestPathBelow(label, path);
}
