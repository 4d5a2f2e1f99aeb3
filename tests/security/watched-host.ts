import { constants, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { type HostCalls, nodeHostCalls } from '../../adapters/node/index.js';

/** Host primitives that note each path that leads out of a directory. */
export interface WatchedHost {
  readonly host: HostCalls;
  /** Which primitive was called with which path. */
  readonly outside: string[];
}

/** The primitives that take a path, and how many. */
const TAKING_PATHS: Readonly<Partial<Record<keyof HostCalls, number>>> = {
  open: 1,
  lstat: 1,
  roughLstat: 1,
  readlink: 1,
  readdir: 1,
  linksIn: 1,
  mkdir: 1,
  rmdir: 1,
  unlink: 1,
  link: 2,
  rename: 2,
  lutimes: 1,
  realpath: 1,
  confirm: 1,
};
/** Those that follow a link at the end. */
const FOLLOWING: ReadonlySet<string> = new Set(['readdir', 'linksIn', 'realpath', 'confirm']);

/**
 * Watches over the primitives of this host.
 * @param inside a directory without links in its path. Looking at the directories above it, one after the other, is no leading out
 */
export function watchedHost(inside: string, instead: Partial<HostCalls> = {}): WatchedHost {
  const outside: string[] = [];
  const check = (name: string, path: string, follows: boolean): void => {
    // Where the primitives are tried before a directory is opened.
    if (path.includes('/hostcall-probe-')) return;
    if (!leadsOut(inside, path, follows)) return;
    if ((name === 'lstat' || name === 'roughLstat') && `${inside}/`.startsWith(`${path.replace(/\/\.$/, '')}/`)) return;
    outside.push(`${name} ${path}`);
  };
  const watched = Object.entries({ ...nodeHostCalls, ...instead }).map(([name, primitive]) => {
    const count = TAKING_PATHS[name as keyof HostCalls];
    if (typeof primitive !== 'function') return [name, primitive];
    return [
      name,
      (...args: unknown[]) => {
        if (count !== undefined) {
          const follows = FOLLOWING.has(name) || (name === 'open' && (Number(args[1]) & constants.O_NOFOLLOW) === 0);
          for (const path of args.slice(0, count)) check(name, path as string, follows);
        }
        if (name === 'symlink') check(name, args[1] as string, false);
        return (primitive as (...args: unknown[]) => unknown)(...args);
      },
    ];
  });
  return { host: Object.fromEntries(watched) as HostCalls, outside };
}

/** Whether a path leads out of a directory, by links or by its own components. Descriptors of this process count as their files. */
function leadsOut(inside: string, path: string, follows: boolean): boolean {
  if (/^\/proc\/[^/]+(\/fd\/\d+)?$/.test(path)) return false;
  // The name that the kernel gives a removed directory is not a path.
  if (/^\/proc\/[^/]+\/fd\/\d+\/\.\.$/.test(path)) return statSync(path).ino === statSync(dirname(inside)).ino;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const followed = follows || name === '' || name === '.' || name === '..';
  // A missing file counts as where its directory is.
  let here = followed ? path : dirname(path);
  while (realOf(here) === undefined) here = dirname(here);
  const real = realOf(here) as string;
  const whole = followed ? real : join(real, name);
  return whole !== inside && !whole.startsWith(inside + sep);
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
