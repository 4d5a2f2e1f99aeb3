import { ANYTHING, checkOptions, FLAG, type OptionKinds, requireStream } from '../../application/options/index.js';
import type { Stdio, Stream } from '../../domain/index.js';
import { bytesInput, textInput } from '../memory/index.js';
import { CallbackInput, type InputSource } from './callback-input.js';
import { LineOutput, type LineSink } from './line-output.js';

/** Where programs read from and write to. */
export interface BrowserStdioOptions {
  /** Text, bytes, a callback, or any stream. Text and bytes are read once, by one program. Default: empty. */
  readonly stdin?: string | Uint8Array | InputSource | Stream | undefined;
  /** A callback that gets each line, or any stream. Default: `console.log`. */
  readonly stdout?: LineSink | Stream | undefined;
  /** As `stdout`. Default: `console.error`. */
  readonly stderr?: LineSink | Stream | undefined;
  /**
   * Whether programs see stdout and stderr as a terminal. Then libc writes line by line, so lines appear while a program runs; some programs use
   * colours, which Chromium's console shows. Streams given here are not affected. Default: true.
   */
  readonly terminal?: boolean | undefined;
}

/** What each option can be. */
export const stdioKinds: OptionKinds<BrowserStdioOptions> = {
  stdin: ANYTHING,
  stdout: ANYTHING,
  stderr: ANYTHING,
  terminal: FLAG,
};

/** Stdio on the console. */
export class BrowserStdio implements Stdio {
  readonly stdin: Stream;
  readonly stdout: Stream;
  readonly stderr: Stream;

  /** @throws ConfigurationError for an unknown or invalid option */
  constructor(options: BrowserStdioOptions = {}) {
    checkOptions(options, 'BrowserStdio', stdioKinds);
    const { stdin = '', stdout, stderr, terminal = true } = options;
    this.stdout = output('stdout', stdout ?? (line => console.log(line)), terminal);
    this.stderr = output('stderr', stderr ?? (line => console.error(line)), terminal);
    this.stdin = this.#input(stdin);
  }

  #input(given: string | Uint8Array | InputSource | Stream): Stream {
    if (typeof given === 'string') return textInput(given);
    if (given instanceof Uint8Array) return bytesInput(given);
    if (typeof given === 'function') return this.#asking(given);
    requireStream(given, 'stdin');
    return given;
  }

  #asking(source: InputSource): Stream {
    return new CallbackInput(source, () => {
      this.stdout.sync();
      this.stderr.sync();
    });
  }
}

function output(name: string, given: LineSink | Stream, terminal: boolean): Stream {
  if (typeof given === 'function') return new LineOutput(given, terminal);
  requireStream(given, name);
  return given;
}
