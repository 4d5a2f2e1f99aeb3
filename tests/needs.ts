/**
 * What tests need of the machine that they run on. Where it lacks something, they are skipped, and their titles say what it was: a test that is not run
 * should not look like one that passed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { threadCpuTime } from '../adapters/node/thread-cpu-time.js';
import { ffiNames, type SystemInterface, systemCalls } from '../adapters/system/index.js';
import { StandardEngine } from '../adapters/web/index.js';
import { windowsCalls } from '../adapters/windows/index.js';

/** Something that a machine may lack. */
export interface Need {
  /** As it stands in a title, behind "needs". */
  readonly what: string;
  readonly met: boolean;
}

export const LINUX: Need = { what: 'Linux', met: process.platform === 'linux' };
export const POSIX: Need = { what: 'a POSIX system', met: process.platform !== 'win32' };
export const WINDOWS: Need = { what: 'Windows', met: process.platform === 'win32' };
export const SUPERUSER: Need = { what: 'the superuser', met: process.geteuid?.() === 0 };
export const PLAIN_USER: Need = { what: 'a user whom permissions bind', met: POSIX.met && process.geteuid?.() !== 0 };

/** A file of the system, such as a device. */
export function systemFile(path: string): Need {
  return { what: path, met: existsSync(path) };
}

const known = new Map<string, boolean>();

/** A command that ends with status 0. It is tried once. */
function working(what: string, program: string, ...words: readonly string[]): Need {
  const line = [program, ...words].join(' ');
  const met = known.get(line) ?? spawnSync(program, words, { stdio: 'ignore' }).status === 0;
  known.set(line, met);
  return { what, met };
}

/** A program on the PATH. */
export function installed(program: string): Need {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return { what: program, met: folders.some(folder => existsSync(join(folder, program))) };
}

/** util-linux' `script`, which runs a command on a terminal of its own. */
export function scriptCommand(): Need {
  return working('`script` of util-linux', 'script', '-qec', 'true', '/dev/null');
}

/** What `atTerminal` rests on. */
export function pythonTerminal(): Need {
  const script = 'import pty; pty.openpty(); import os; os.waitstatus_to_exitcode';
  return working('a python3 that can open a terminal', 'python3', '-c', script);
}

/** A system interface, such as an FFI of one kind. */
export function systemInterface(name: SystemInterface): Need {
  return { what: name, met: name === 'fs' || typeof systemCalls(name) !== 'string' };
}

/** An FFI to call the system through: Linux or Windows. */
export function ffi(): Need {
  const calls = process.platform === 'win32' ? windowsCalls : systemCalls;
  return { what: 'koffi or node:ffi', met: ffiNames.some(name => typeof calls(name) !== 'string') };
}

/** A host that reports the CPU time of a thread. */
export function threadTime(): Need {
  return { what: 'CPU time of threads', met: threadCpuTime() !== undefined };
}

/** JavaScript Promise Integration, by which a program is suspended. */
export function suspension(): Need {
  return { what: 'an engine that suspends programs', met: new StandardEngine().suspending !== undefined };
}

/** A mount namespace of its own. */
export function mountNamespace(): Need {
  return working('`unshare -rm`', 'unshare', '-rm', 'sh', '-c', 'mount -t tmpfs none /proc');
}

/** The `describe` and `it` of tests with needs. */
export interface Needing {
  describe(title: string, body: (this: Mocha.Suite) => void): void;
  it(title: string, body: Mocha.Func | Mocha.AsyncFunc): void;
}

/** Tests that are skipped where one of these needs is not met. */
export function needing(...needs: readonly Need[]): Needing {
  const lacking = needs.filter(({ met }) => !met).map(({ what }) => what);
  if (lacking.length === 0) return { describe, it };
  const because = (title: string) => `${title} (skipped: it needs ${lacking.join(' and ')})`;
  return {
    describe: (title, body) => void describe.skip(because(title), body),
    it: (title, body) => void it.skip(because(title), body as Mocha.Func),
  };
}
