import { spawnSync } from 'node:child_process';
import { BUILD_TIMEOUT, buildC } from '../../../guests/build-c.js';
import { bin, type Ended, hostcall, PATIENCE, Scratch } from '../command-line.js';

/** A place with the program `chores`, where programs are traced, and their traces compared. */
export class Traces extends Scratch {
  /** Path of the program. */
  chores = '';

  /**
   * Traces a program.
   * @param name of the trace's file, which tells its kind as well
   * @param words options, the program, its arguments
   */
  trace(name: string, ...words: readonly string[]): void {
    const { status, stderr } = hostcall(['trace', '-T', '-o', name, ...words], { cwd: this.path });
    if (status === 2 || status === 125) throw new Error(stderr);
  }

  /** Compares two of them, given by the names of their files. */
  diff(...words: readonly string[]): Ended {
    return hostcall(['diff', ...words], { cwd: this.path });
  }

  /** The same, where stdin, or the environment, is another one. */
  diffWith(
    options: { input?: string | Uint8Array; env?: Readonly<Record<string, string>> },
    ...words: readonly string[]
  ): Ended {
    const { env = {}, ...rest } = options;
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'diff', ...words], {
      encoding: 'utf8',
      cwd: this.path,
      timeout: PATIENCE,
      env: { ...process.env, ...env },
      ...rest,
    });
    return { status, stdout, stderr };
  }
}

/**
 * Makes a place before the tests of a `describe`, and removes it afterwards.
 * @param make puts there what the tests compare; what this function returns gives the place by then
 * @returns gives the place, once the tests run
 */
export function tracesBefore(make: () => void): () => Traces {
  let traces: Traces;
  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    traces = new Traces();
    traces.chores = traces.file('chores.wasm', await buildC('chores'));
    make();
  });
  after(() => traces.remove());
  return () => traces;
}
