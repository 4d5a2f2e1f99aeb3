import { isatty } from 'node:tty';
import { write } from '../terminal/report.js';

/** Whether this process reads from and writes to a terminal, interactively. */
export function isInteractive(): boolean {
  return isatty(0) && isatty(1);
}

/**
 * Asks a question to be answered with y.
 * @returns false without a terminal
 */
export async function confirm(question: string): Promise<boolean> {
  if (!isatty(0)) return false;
  write(2, question);
  const { stdin } = process;
  const line = await new Promise<string>(resolve => {
    stdin.setEncoding('utf8').once('data', resolve);
  });
  stdin.pause();
  return /^y(es)?$/i.test(line.trim());
}

/** The keys of a terminal, one by one, without Enter behind them. */
export class Keyboard {
  readonly #pressed: (key: string) => void;

  /** @param pressed is given each key; `\r` is Enter, `\u0003` Ctrl-C */
  constructor(pressed: (key: string) => void) {
    this.#pressed = pressed;
    process.stdin.setRawMode(true).setEncoding('utf8').on('data', pressed).resume();
  }

  /** Gives the terminal back. */
  close(): void {
    process.stdin.off('data', this.#pressed).setRawMode(false).pause();
  }
}
