import { Filetype } from '../../domain/index.js';

/**
 * Whether a descriptor of this process is a terminal, whatever way it came. The module that tells is loaded only for a character device: it
 * brings all of Node's sockets with it.
 * @param filetype the host's
 */
export function isTerminal(fd: number, filetype: number): boolean {
  return filetype === Filetype.CHARACTER_DEVICE && process.getBuiltinModule('node:tty').isatty(fd);
}
