import { ANYTHING, CALLBACK, checkOptions, type OptionKinds, recordOf } from '../../application/options/index.js';
import type { FileTree, Ports } from '../../domain/index.js';
import { type Contents, MemoryFileSystem, type Quotas } from '../memory/index.js';
import { StandardProcess, StandardRandom, StandardWaiting } from '../web/index.js';
import { BrowserClocks } from './clocks.js';
import { BrowserStdio, type BrowserStdioOptions, stdioKinds } from './stdio.js';
import { BrowserEngine } from './threads.js';

/** Options of a browser's world. */
export interface BrowserOptions extends BrowserStdioOptions {
  /** What the file system holds at first. Default: nothing. */
  readonly contents?: Contents | FileTree | undefined;
  /** How much the file system may hold. Default: anything. */
  readonly quotas?: Quotas | undefined;
  /**
   * Makes a worker whose module calls `serveThreads`, for programs with threads; the page has to be
   * [cross-origin isolated](https://developer.mozilla.org/en-US/docs/Web/API/Window/crossOriginIsolated). Default: programs have no threads.
   */
  readonly threads?: (() => Worker) | undefined;
}

const kinds: OptionKinds<BrowserOptions> = {
  ...stdioKinds,
  contents: ANYTHING,
  quotas: recordOf('numbers by what they limit'),
  threads: CALLBACK,
};

/** A browser's world, as ports. Its files can be inspected. */
export interface BrowserPorts extends Ports {
  readonly fileSystem: MemoryFileSystem;
}

/**
 * Every port in a browser, for `createRuntime()`.
 * @throws ConfigurationError for contents that cannot be made, and for an unknown or invalid option
 */
export function browserPorts(options: BrowserOptions = {}): BrowserPorts {
  checkOptions(options, 'browserPorts()', kinds);
  const { contents, quotas, threads, ...stdio } = options;
  const clocks = new BrowserClocks();
  return {
    clocks,
    engine: new BrowserEngine(threads),
    fileSystem: new MemoryFileSystem(contents, { quotas, clocks }),
    process: new StandardProcess(),
    random: new StandardRandom(),
    stdio: new BrowserStdio(stdio),
    waiting: new StandardWaiting(),
  };
}
