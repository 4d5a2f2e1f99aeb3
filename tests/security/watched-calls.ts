import { readlinkSync } from 'node:fs';
import { sep } from 'node:path';
import type { SystemCalls } from '../../adapters/system/index.js';
import type { Libc, LibcName } from '../../adapters/system/libc.js';

/** System calls that note each descriptor they use or give that leads out of a directory. */
export interface WatchedCalls {
  readonly calls: SystemCalls;
  /** Which call it was, and where the descriptor leads. */
  readonly outside: string[];
}

/** The parameters that are descriptors of directories, of the calls that look a name up. */
const DIRECTORIES: Readonly<Partial<Record<LibcName, readonly number[]>>> = {
  openat: [0],
  openat2: [0],
  fstatat: [0],
  utimensat: [0],
  mkdirat: [0],
  unlinkat: [0],
  renameat: [0, 2],
  linkat: [0, 2],
  symlinkat: [1],
  readlinkat: [0],
};
/** Those that open something. */
const OPENING: ReadonlySet<LibcName> = new Set(['openat', 'openat2']);
const AT_FDCWD = -100;

/**
 * Watches over the system calls.
 * @param inside a directory without links in its path. To open it by its path is no leading out, and neither is to look for it from below, by `..`
 */
export function watchedCalls(inside: string, calls: SystemCalls): WatchedCalls {
  const outside: string[] = [];
  const check = (name: string, fd: number) => {
    const path = readlinkSync(`/proc/self/fd/${fd}`).replace(/ \(deleted\)$/, '');
    if (path !== inside && !path.startsWith(inside + sep)) outside.push(`${name} ${path}`);
  };
  /** Looking for the parent: `..` as the name. */
  const looksUp = (address: number) => {
    const [first, second, third] = new Uint8Array(calls.ffi.memory(address, 3));
    return first === 0x2e && second === 0x2e && third === 0;
  };
  const watched = (Object.keys(calls.libc) as LibcName[]).map(name => {
    const call = calls.libc[name] as (...args: number[]) => number;
    const directories = DIRECTORIES[name];
    if (directories === undefined) return [name, call];
    return [
      name,
      (...args: number[]) => {
        if (args[0] === AT_FDCWD || (name === 'openat' && looksUp(args[1] as number))) return call(...args);
        for (const parameter of directories)
          if ((args[parameter] as number) >= 0) check(name, args[parameter] as number);
        const result = call(...args);
        if (OPENING.has(name) && result >= 0) check(name, result);
        return result;
      },
    ];
  });
  return { calls: { ...calls, libc: Object.fromEntries(watched) as Libc }, outside };
}
