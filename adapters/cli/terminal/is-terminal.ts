import { fstatSync } from 'node:fs';

/**
 * Whether a descriptor of this process is a terminal. The module that tells brings all of Node's sockets with it, so it is loaded only where there may be one.
 */
export function isTerminal(fd: number): boolean {
  try {
    return fstatSync(fd).isCharacterDevice() && process.getBuiltinModule('node:tty').isatty(fd);
  } catch {
    // It is closed.
    return false;
  }
}
