import { everyHostcall, type HostcallName } from '../../domain/index.js';
import { plainForm } from './plain-form.js';
import { stringEnd } from './string-end.js';
import type { TraceItem, TraceStep } from './trace-step.js';

const NAMES: ReadonlyMap<string, HostcallName> = new Map(everyHostcall.map(name => [name, name]));

// Lines may come from anywhere and have any length: what is looked for in them is looked for in one go, not by expressions that go back.

/** Such a word may stand before a call: its number, a time of day, seconds since 1970 or since the call before. */
const PREFIX_WORD = /^(?:\d\d:\d\d:\d\d(?:\.\d+)?|\d+(?:\.\d+)?\)?)$/;
const NAME = /^[a-z_]\w*$/i;
const ENDING_START = '+++ ';
const ENDING_END = ' +++';
/** Indented lines belong to the call above: guest stacks, dumped buffers, reasons. */
const ATTACHED = /^(?:\s|$)/;
/** Where a table of `-c` begins, or what failed as `--explain-failures` tells it. */
const SUMMARY = /^\s*% time\s|^(?:No call failed unexpectedly\.|\d+ calls? failed, for \d+ reasons?[a-z, ]*:)$/;
/** Who calls, in a trace that several threads and processes have written. */
const CALLER = /^\[(?:pid|worker) [\w ]+\](?: |$)/;
/** Below a call: what `--fold` has left out. */
const REPEATED = /^ \* repeated (\d{1,8}) times? more(?:,|$)/;
const DURATION = /^ <(\d+(?:\.\d+)?)>$/;
const MARKS = [' (INJECTED)', ' (DELAYED)'];
const UNFINISHED = '<unfinished ...>';

/** What a line can be besides an item: nothing of its own, the end of the calls, the call above so many times more, or no line of a trace. */
export type NoItem = 'attached' | 'summary' | { readonly repeated: number } | { readonly wrong: string };

/** Where what a descriptor is called ends, which can contain further `<…>`, and in these strings. -1 if it does not. */
function labelEnd(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === 0x3c) depth++;
    else if (char === 0x3e && --depth === 0) return i + 1;
    else if (char === 0x5c) i++;
    else if (char === 0x22 && depth > 1) {
      const end = stringEnd(text, i);
      if (end < 0) return -1;
      i = end - 1;
    }
  }
  return -1;
}

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;

/** Where the character at `at`, and what it opens as one piece, ends. -1 if that has no end. */
function pieceEnd(text: string, at: number): number {
  switch (text.charCodeAt(at)) {
    case 0x22: // "
      return stringEnd(text, at);
    case 0x3c: // <
      return isDigit(text.charCodeAt(at - 1)) ? labelEnd(text, at) : at + 1;
    case 0x2f: {
      // /
      if (text.charCodeAt(at + 1) !== 0x2a) return at + 1;
      const end = text.indexOf('*/', at + 2);
      return end < 0 ? -1 : end + 2;
    }
    default:
      return at + 1;
  }
}

/**
 * Takes the arguments of a call apart.
 * @param text a line
 * @param at behind the opening parenthesis
 * @returns the arguments, and where the closing parenthesis is; -1 if there is none
 */
function splitArguments(text: string, at: number): { args: string[]; end: number } {
  const args: string[] = [];
  let depth = 0;
  let start = at;
  for (let i = at; i >= 0 && i < text.length; i = pieceEnd(text, i)) {
    const char = text.charCodeAt(i);
    if (char === 0x28 || char === 0x5b || char === 0x7b) depth++;
    else if (char === 0x29 || char === 0x5d || char === 0x7d) {
      if (depth-- > 0) continue;
      if (i > start || args.length > 0) args.push(text.slice(start, i).trim());
      return { args, end: i };
    } else if (char === 0x2c && depth === 0) {
      args.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  const rest = text.slice(start).trim();
  return { args: rest === '' ? args : [...args, rest], end: -1 };
}

/** Splits what is between brackets or braces as arguments are split. */
export function splitList(text: string): string[] {
  return splitArguments(`${text.slice(1, -1)})`, 0).args;
}

const isBlank = (code: number) => code === 0x20 || (code >= 0x09 && code <= 0x0d);

function skipBlanks(text: string, at: number): number {
  let end = at;
  while (isBlank(text.charCodeAt(end))) end++;
  return end;
}

/** Where a call's name begins, after any prefix. */
function nameStart(line: string): number {
  const first = line.charCodeAt(0) | 0x20;
  // Most lines begin with it.
  if (first >= 0x61 && first <= 0x7a) return 0;
  let start = skipBlanks(line, 0);
  for (let end = prefixEnd(line, start); end >= 0; end = prefixEnd(line, start)) start = skipBlanks(line, end);
  return start;
}

/** Where one item of a call's prefix ends: a guest in brackets, or a word. -1 if there is none. */
function prefixEnd(line: string, at: number): number {
  if (line[at] === '[') return line.indexOf(']', at) + 1 || -1;
  let from = at;
  if (line[from] === '(') from++;
  if (line[from] === '+') from++;
  const word = from === at ? at : skipBlanks(line, from);
  let end = word;
  while (end < line.length && !isBlank(line.charCodeAt(end))) end++;
  return end < line.length && PREFIX_WORD.test(line.slice(word, end)) ? end : -1;
}

/** Seconds since 1970, which have nine digits and more; or a time of day. */
const CLOCK_TIME = /(?:^|\s)(?:(\d{9,}(?:\.\d+)?)|(\d\d):(\d\d):(\d\d(?:\.\d+)?))(?=\s|$)/;

/** Who calls, in a trace of a program with threads. */
const THREAD = /\btid (\d{1,9})\]/;

/** The prefix of a call: when it began, and which thread made it. */
function prefixFacts(prefix: string): Pick<TraceStep, 'start' | 'thread'> {
  const start = startIn(prefix);
  const [, thread] = THREAD.exec(prefix) ?? [];
  return { ...(start !== undefined && { start }), ...(thread !== undefined && { thread: Number(thread) }) };
}

/** When a call began, as nanoseconds since 1970 or since midnight; undefined if nothing tells. */
function startIn(prefix: string): number | undefined {
  const [, seconds, hour, minute, second] = CLOCK_TIME.exec(prefix) ?? [];
  if (seconds !== undefined) return Number(seconds) * 1e9;
  if (hour === undefined) return undefined;
  return (Number(hour) * 3600 + Number(minute) * 60 + Number(second)) * 1e9;
}

/** Where the marks at the end of an outcome begin. */
function marksStart(outcome: string): number {
  let start = outcome.length;
  for (;;) {
    const mark = MARKS.find(each => outcome.endsWith(each, start));
    if (mark === undefined) return start;
    start -= mark.length;
  }
}

/** The parts of a call that a quick scan finds. */
export interface CallGlance {
  readonly name: HostcallName;
  /** The line without what stands before the call, and without its duration. */
  readonly body: string;
  /** Nanoseconds; NaN if the line does not tell. */
  readonly duration: number;
}

/**
 * Looks at a line of a trace without taking it apart.
 * @returns undefined for a line that is no call, or one of an unknown hostcall
 */
export function glanceAt(line: string): CallGlance | undefined {
  const start = nameStart(line);
  const open = line.indexOf('(', start);
  const name = open < 0 ? undefined : NAMES.get(line.slice(start, open));
  if (name === undefined) return undefined;
  const last = durationStart(line);
  const seconds = last < 0 ? undefined : DURATION.exec(line.slice(last))?.[1];
  return {
    name,
    body: line.slice(start, seconds === undefined ? line.length : last),
    duration: seconds === undefined ? Number.NaN : Number(seconds) * 1e9,
  };
}

/** Where the duration of a call may begin, with the space before it; -1 if there is none. */
function durationStart(line: string): number {
  return line.endsWith('>') ? line.lastIndexOf(' <') : -1;
}

/**
 * Reads a line of a trace as `hostcall trace` writes it, with whatever options.
 * @param line without its newline
 * @param number what the call is to be numbered
 * @returns the call or the ending that it tells of, or what else it is
 */
export function parseStrace(line: string, number: number): TraceItem | NoItem {
  const start = nameStart(line);
  const open = line.indexOf('(', start);
  const name = line.slice(start, Math.max(start, open));
  const unfinished = line.endsWith(UNFINISHED);
  const before = start === 0 ? undefined : prefixFacts(line.slice(0, start));
  if (!NAMES.has(name)) {
    if (!NAME.test(name)) return withoutCall(line);
    return { wrong: `is a call of '${name}', which is not a hostcall` };
  }
  const call = unfinished ? line.slice(0, -UNFINISHED.length).trimEnd().replace(/,$/, '') : line;
  const { args: given, end } = splitArguments(call, open + 1);
  const args = given.map(plainForm);
  if (unfinished)
    return {
      number,
      instance: 0,
      name: name as HostcallName,
      args,
      result: undefined,
      marks: '',
      duration: Number.NaN,
      ...before,
    };
  const equals = end < 0 ? -1 : line.indexOf('= ', end);
  if (equals < 0 || !onlyBlanks(line, end + 1, equals)) return { wrong: 'is cut short' };
  const last = durationStart(line);
  const seconds = last < equals ? undefined : DURATION.exec(line.slice(last))?.[1];
  const outcome = line.slice(equals + 2, seconds === undefined ? line.length : last).trimEnd();
  const marked = marksStart(outcome);
  return {
    number,
    instance: 0,
    name: name as HostcallName,
    args,
    result: plainForm(outcome.slice(0, marked)),
    marks: outcome.slice(marked),
    duration: seconds === undefined ? Number.NaN : Number(seconds) * 1e9,
    ...before,
  };
}

function onlyBlanks(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (text.charCodeAt(i) !== 0x20) return false;
  return true;
}

/** The text between the marks of a line that says how a program ended. */
function endingIn(line: string): string | undefined {
  if (!line.endsWith(ENDING_END)) return undefined;
  let start = line.indexOf(ENDING_START);
  while (start > 0 && !isBlank(line.charCodeAt(start - 1))) start = line.indexOf(ENDING_START, start + 1);
  const ending = start < 0 ? '' : line.slice(start + ENDING_START.length, -ENDING_END.length);
  return ending === '' ? undefined : ending;
}

function withoutCall(shown: string): TraceItem | NoItem {
  const line = shown.replace(CALLER, '');
  const ending = endingIn(line);
  if (ending !== undefined) return { ending };
  if (SUMMARY.test(line)) return 'summary';
  const repeated = REPEATED.exec(line)?.[1];
  if (repeated !== undefined) return { repeated: Number(repeated) };
  return ATTACHED.test(line) ? 'attached' : { wrong: 'is not a line of a trace' };
}
