import type { ParsedLine } from './parsed-line.js';
import { Scanner } from './scanner.js';

/**
 * The grammar of sctrace, Asterinas's tool that checks system calls in the output of `strace -f -yy` (github.com/asterinas/asterinas,
 * `tools/sctrace/src/strace_parser.rs` as of commit f3fb82c6f1d0aefe5e5d641af07c7e16728955c9), in our own words. It goes through every argument:
 *
 * - line: `[pid] name(arg, …) = anything`; `[pid] +++ … +++`; `[pid] --- … ---`; `pid … <unfinished ...>`
 * - arg: perhaps `name=`, then the first of these that fits, then perhaps a comment, then perhaps `=> arg`
 *   - digits or AT_FDCWD, with what it is called between `<` and `>`; nested, and `->` does not close
 *   - `{name=arg, …}`, where `...` can stand for a member; or else anything up to the next `}`
 *   - `[arg, …]`; or else anything up to the next `]`
 *   - a string in quotes, backslashes before quotes; perhaps `@` before and `...` behind
 *   - `~[…]`
 *   - a hexadecimal number; a decimal one, which can be negative, shifted or multiplied
 *   - names and numbers with `|` or ` or ` between; a name can have something in parentheses behind it
 *
 * The first that fits is kept, also if the line then turns out to be wrong: that is how its parser works.
 */
export function sctraceLine(line: string): ParsedLine | undefined {
  const text = line.trim();
  if (/^(?:\d+\s+)?\+\+\+.*\+\+\+/.test(text)) return { kind: 'ended' };
  if (/^(?:\d+\s+)?---.*---/.test(text)) return { kind: 'signal' };
  const unfinished = /^\d+\s+(.*?)<unfinished \.\.\.>/.exec(text);
  if (unfinished !== null) return { kind: 'unfinished', call: (unfinished[1] as string).trim() };
  return new CallParser(text).call();
}

class CallParser {
  readonly #text: Scanner;

  constructor(text: string) {
    this.#text = new Scanner(text);
  }

  call(): ParsedLine | undefined {
    const text = this.#text;
    text.match(/\d+\s+/y);
    const name = text.match(/\w+\s*/y)?.trimEnd();
    const start = text.at + 1;
    if (name === undefined || !text.take('(') || !this.#list(')', () => this.#spacedArgument())) return undefined;
    const args = text.text.slice(start, text.at - 1);
    return text.match(/\s*=\s*/y) === undefined ? undefined : { kind: 'call', name, args, result: text.rest.trim() };
  }

  /** Items with commas between, and what closes them. */
  #list(closing: string, item: () => boolean): boolean {
    const text = this.#text;
    if (text.attempt(item)) while (text.attempt(() => text.take(',') && item()));
    return text.take(closing);
  }

  #spacedArgument(): boolean {
    this.#text.match(/\s*/y);
    if (!this.#argument()) return false;
    this.#text.match(/\s*/y);
    return true;
  }

  #argument(): boolean {
    const text = this.#text;
    text.match(/\w+=/y);
    const kinds = [
      () => text.text[text.at] === ',',
      () => this.#descriptor(),
      () => text.take('{') && this.#list('}', () => this.#member()),
      () => text.match(/\{[^}]*\}/y) !== undefined,
      () => text.take('[') && this.#list(']', () => this.#spacedItem()),
      () => text.match(/\[[^\]]*\]/y) !== undefined,
      () => text.match(/@?"(?:[^"\\]|\\.)*"(?:\.\.\.)?/y) !== undefined,
      () => text.match(/~\[[^\]]*\]/y) !== undefined,
      () => text.match(/0x[0-9a-fA-F]+/y) !== undefined,
      () => text.match(/-?\d+(?:(?:<<|\*)-?\d+)?/y) !== undefined,
      () => text.match(FLAGS) !== undefined,
    ];
    if (!kinds.some(kind => text.attempt(kind))) return false;
    text.match(/\s*\/\*.*?\*\//y);
    text.attempt(() => text.match(/\s*=>\s*/y) !== undefined && this.#argument());
    return true;
  }

  #spacedItem(): boolean {
    this.#text.match(/\s*/y);
    return this.#argument();
  }

  #member(): boolean {
    this.#text.match(/\s*/y);
    return this.#text.take('...') || (this.#text.match(/\w+=/y) !== undefined && this.#argument());
  }

  #descriptor(): boolean {
    const text = this.#text;
    if (text.match(/(?:AT_FDCWD|\d+)</y) === undefined) return false;
    let depth = 1;
    for (; depth > 0 && !text.ended; text.at++) {
      const char = text.text[text.at];
      if (char === '<') depth++;
      else if (char === '>' && text.text[text.at - 1] !== '-') depth--;
    }
    return depth === 0;
  }
}

const FLAG = String.raw`(?:0x[0-9a-fA-F]+|-?\d+(?:(?:<<|\*)-?\d+)?|[\w?]+(?:\([^)]*\))?(?:<<\d+)?)`;
const FLAGS = new RegExp(`${FLAG}(?:(?: or |\\|)${FLAG})*`, 'y');
