import type { ParsedLine } from './parsed-line.js';

/**
 * The line grammar of `strace-graph`, the script that comes with strace (github.com/strace/strace, `src/strace-graph` as of commit
 * 8fa8a8886966fb873a67074c67eabf6be63535c0), in our own words:
 *
 * - A number and blanks may stand in front: the process.
 * - Then a time may stand: `hh:mm:ss`, with six decimals or without, or seconds with six decimals; and one blank.
 * - What ends in ` <unfinished ...>` is a call that goes on later.
 * - `--- SIG… ---` is a signal, `+++ exited with N +++` the end.
 * - Everything else is a call: a name, the last closing parenthesis that has blanks and `= ` behind it, the result, and perhaps ` <seconds>`.
 *
 * @returns what it says; undefined where the script would complain
 */
export function straceGraphLine(line: string): ParsedLine | undefined {
  const rest = line.replace(/^\d+\s+/, '').replace(/^(?:\d\d:\d\d:\d\d(?:\.\d{6})?|\d+\.\d{6}) /, '');
  if (rest.endsWith(' <unfinished ...>'))
    return { kind: 'unfinished', call: rest.slice(0, -' <unfinished ...>'.length) };
  if (/^--- SIG\S+ .* ---$/.test(rest)) return { kind: 'signal' };
  if (/^\+\+\+ (?:exited with \d+|killed by SIG\S+) \+\+\+$/.test(rest)) return { kind: 'ended' };
  const [, name, args, outcome] = /(\S+)\((.*)\)\s+= (.*)$/.exec(rest) ?? [];
  if (name === undefined || args === undefined || outcome === undefined) return undefined;
  return { kind: 'call', name, args, result: /^(.*) <[0-9.]*>$/.exec(outcome)?.[1] ?? outcome };
}
