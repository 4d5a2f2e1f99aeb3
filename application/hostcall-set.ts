import {
  describe,
  everyHostcall,
  type HostcallClass,
  type HostcallName,
  hostcallClasses,
  nearestNames,
} from '../domain/index.js';
import { ConfigurationError } from './errors.js';
import { checkValue, TEXT, TEXTS } from './options/index.js';

/**
 * Reads a set of hostcalls as strace has it: names, classes such as `%file`, regular expressions such as `/^path_/`, `all` and `none`, with commas
 * between them. `!` in front excludes: `!clock_time_get` is all but that one, `%file,!path_open` the class without one. `?` in front of a name allows
 * it to be unknown: then it stands for no hostcall.
 * @returns the names, in the table's order
 * @throws ConfigurationError that names what is unknown, and what may be meant
 */
export function parseHostcallSet(text: string): HostcallName[] {
  const wanted = new Set<HostcallName>();
  let negated = false;
  for (const [index, item] of items(text).entries()) {
    if (index === 0 && item.takesAway) {
      negated = true;
      for (const name of everyHostcall) wanted.add(name);
    }
    // As with strace, a `!` in front is of the whole list.
    const takesAway = item.takesAway || negated;
    for (const name of item.names) {
      if (takesAway) wanted.delete(name);
      else wanted.add(name);
    }
  }
  return everyHostcall.filter(name => wanted.has(name));
}

/** Hostcalls: a name, a set as `parseHostcallSet` reads it, such as `%file,!path_open`, or several names. */
export type HostcallSelection = HostcallName | `%${HostcallClass}` | (string & {}) | Iterable<HostcallName>;

/**
 * Reads a selection of hostcalls.
 * @returns the names, in the table's order
 * @throws ConfigurationError for what is unknown, and what may be meant
 */
export function hostcallsIn(selection: HostcallSelection): readonly HostcallName[] {
  checkValue(selection, 'the selection of hostcalls', TEXTS);
  if (typeof selection === 'string') return parseHostcallSet(selection);
  const names = new Set<HostcallName>();
  for (const each of selection) {
    checkValue(each, 'the name of a hostcall', TEXT);
    for (const name of parseHostcallSet(each)) names.add(name);
  }
  return everyHostcall.filter(name => names.has(name));
}

/** Classes that strace has under another name. */
const OTHER_CLASSES: Readonly<Record<string, HostcallClass>> = { '%network': 'net' };

interface Item {
  readonly takesAway: boolean;
  readonly names: readonly HostcallName[];
}

/** A set's pieces: each a `!` or none, then a regular expression between slashes, or anything up to a comma. */
function items(text: string): Item[] {
  const found: Item[] = [];
  for (let at = 0; at < text.length || found.length === 0; at++) {
    at = skipBlanks(text, at);
    const takesAway = text[at] === '!';
    if (takesAway) at = skipBlanks(text, at + 1);
    const close = expressionEnd(text, at);
    const after = close < 0 ? at : skipBlanks(text, close);
    if (close >= 0 && (after === text.length || text[after] === ',')) {
      found.push({ takesAway, names: matching(text.slice(at + 1, close - 1)) });
      at = after;
    } else if (text[at] === '/' && close < 0) {
      // strace has no slash at the end.
      const comma = text.indexOf(',', at);
      const end = comma < 0 ? text.length : comma;
      found.push({ takesAway, names: matching(text.slice(at + 1, end).trim()) });
      at = end;
    } else {
      const comma = text.indexOf(',', at);
      const end = comma < 0 ? text.length : comma;
      found.push({ takesAway, names: named(text.slice(at, end).trim(), text) });
      at = end;
    }
  }
  return found;
}

/**
 * Where a regular expression between slashes ends that begins at `at`: behind the slash that closes it.
 * @returns -1 if none begins there, or none closes it
 */
export function expressionEnd(text: string, at: number): number {
  if (text[at] !== '/') return -1;
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '/') return i + 1;
  }
  return -1;
}

function skipBlanks(text: string, at: number): number {
  let end = at;
  while (end < text.length && text[end]?.trim() === '') end++;
  return end;
}

function named(item: string, text: string): readonly HostcallName[] {
  const lenient = item.startsWith('?');
  const word = lenient ? item.slice(1) : item;
  if (word === 'all' || word === 'none') return word === 'all' ? everyHostcall : [];
  if (word.startsWith('%')) {
    const name = (OTHER_CLASSES[word] ?? word.slice(1)) as HostcallClass;
    if (hostcallClasses.includes(name)) return everyHostcall.filter(each => describe(each).classes.includes(name));
    if (lenient) return [];
    throw unknown(
      'class',
      word,
      hostcallClasses.map(each => `%${each}`),
    );
  }
  if ((everyHostcall as readonly string[]).includes(word)) return [word as HostcallName];
  if (lenient && word !== '') return [];
  if (word === '') throw new ConfigurationError(`'${text}' has an empty name`, 'separate names with commas');
  throw unknown('hostcall', word, everyHostcall);
}

/**
 * Some expressions take long even on names as short as these. They are the caller's own, never the guest's or a file's, so they delay the caller alone.
 */
function matching(expression: string): readonly HostcallName[] {
  let pattern: RegExp;
  try {
    pattern = new RegExp(expression);
  } catch (cause) {
    // V8's message repeats the expression.
    const why = (cause as Error).message.replace(/^Invalid regular expression: .*: /s, '');
    throw new ConfigurationError(
      `invalid regular expression /${expression}/: ${why}`,
      'write one as in JavaScript, such as /^path_/',
      { cause },
    );
  }
  const names = everyHostcall.filter(name => pattern.test(name));
  if (names.length === 0) throw new ConfigurationError(`no hostcall matches /${expression}/`, 'see `hostcall explain`');
  return names;
}

function unknown(what: string, word: string, names: readonly string[]): ConfigurationError {
  const near = nearestNames(word, names);
  const hint =
    near.length > 0
      ? `did you mean ${near.join(', ')}?`
      : what === 'class'
        ? `the classes are ${names.join(', ')}`
        : '`hostcall explain` lists them';
  return new ConfigurationError(`unknown ${what} '${word}'`, hint);
}
