import { type DescriptorTable, guestPathBelow } from '../../domain/index.js';

/**
 * The guest path of a path below a descriptor, with `.` and `..` resolved lexically.
 *
 * The path is the one that the guest passed, not where it leads: a symbolic link on the way can lead elsewhere inside the preopened directory, and a
 * file may have a second name. Do not use it for access control. To keep a guest out of a directory, preopen only directories that do not contain it.
 * @param fd a descriptor of the guest's
 * @param path below it; without one, the descriptor's own
 * @returns such as `/project/notes.txt`, without a slash at the end; undefined if the descriptor is not open
 */
export function guestPath(descriptors: DescriptorTable, fd: number, path = ''): string | undefined {
  const label = descriptors.peek(fd)?.label;
  return label === undefined ? undefined : guestPathBelow(label, path);
}
