import { type ErrnoName, type HostcallName, nearestNames } from '../../../domain/index.js';
import { ConfigurationError } from '../../errors.js';
import { expressionEnd, parseHostcallSet } from '../../hostcall-set.js';
import type { DescriptorSet } from '../capture/dumped-descriptors.js';
import { type CallFilter, type CallStatus, callStatuses } from './call-filter.js';
import { errnoOf } from './errno-of.js';

/**
 * Reads a set of statuses as strace has it: `failed`, `successful,unfinished`, `!failed`, `all`, `none`.
 * @returns the statuses, in the order of `callStatuses`
 * @throws ConfigurationError that names what is unknown, and what may be meant
 */
export function parseStatusSet(text: string): CallStatus[] {
  const negated = text.startsWith('!');
  const named = text
    .slice(negated ? 1 : 0)
    .split(',')
    .flatMap(word => statusNamed(word.trim()));
  return callStatuses.filter(status => named.includes(status) !== negated);
}

function statusNamed(word: string): readonly CallStatus[] {
  if (word === 'all' || word === 'none') return word === 'all' ? callStatuses : [];
  if ((callStatuses as readonly string[]).includes(word)) return [word as CallStatus];
  const [near] = nearestNames(word, callStatuses, 1);
  throw new ConfigurationError(
    `unknown status '${word}'`,
    near === undefined ? `write one of ${callStatuses.join(', ')}` : `did you mean ${near}?`,
  );
}

/**
 * Reads a set of descriptors: numbers with commas between them, `all` or `none`.
 * @param where it stands, for an error: `-e read`
 * @throws ConfigurationError for what is no number
 */
export function parseDescriptorSet(text: string, where: string): DescriptorSet {
  if (text === 'all' || text === 'none') return text === 'all' ? 'all' : [];
  return text.split(',').map(word => {
    if (/^\d{1,9}$/.test(word.trim())) return Number(word);
    throw new ConfigurationError(
      `invalid descriptor '${word}' in ${where}=${text}`,
      `write numbers separated by commas, such as ${where}=3,4, or all`,
    );
  });
}

/** The conditions that a filter can be written with, and what each takes. */
export const filterWords = {
  trace: 'hostcalls, such as fd_read,%file or !clock_time_get',
  status: 'how a call ended: successful, failed, unfinished',
  errno: 'what it returned, such as ENOENT,EBADF',
  path: 'a guest path that it touches, or what is below it',
  fd: 'a descriptor that it takes, opens or waits for',
  thread: 'which thread of the program made it, by its number',
  instance: 'which program made it, by its number',
} as const;

type FilterWord = keyof typeof filterWords;

/** How strace writes them, too. */
const otherNames: Readonly<Record<string, FilterWord>> = {
  t: 'trace',
  'trace-path': 'path',
  'trace-fd': 'fd',
  'trace-fds': 'fd',
  tid: 'thread',
};

interface Conditions {
  sets: string[];
  status?: CallStatus[];
  errnos?: (ErrnoName | number)[];
  paths?: string[];
  descriptors?: number[];
  threads?: number[];
  instances?: number[];
}

/** A word of a filter's text, and where it begins. */
export interface FilterPiece {
  readonly text: string;
  readonly at: number;
}

/**
 * Reads a filter as typed: the expressions of `-e` with blanks between them, such as `%file,!path_open status=failed path=/tmp`. Sets of hostcalls
 * that stand side by side are one. All conditions must be met. `-P PATH`, `-z` and `-Z` of the command line mean what they mean there.
 * @throws ConfigurationError that says what is wrong, and what can be written
 */
export function parseFilter(text: string): CallFilter {
  const into: Conditions = { sets: [] };
  let expected: '-e' | '-P' | undefined;
  for (const { text: word } of filterPieces(text)) {
    if (expected === undefined && (word === '-e' || word === '-P')) {
      expected = word;
    } else if (expected === undefined && (word === '-z' || word === '-Z')) {
      into.status = [word === '-z' ? 'successful' : 'failed'];
    } else {
      take(expected === '-P' ? `path=${word}` : word, into);
      expected = undefined;
    }
  }
  if (expected !== undefined)
    throw new ConfigurationError(
      `${expected} is without a value`,
      expected === '-P' ? 'write a guest path behind it' : 'write a set of hostcalls behind it, such as %file',
    );
  const { sets, ...conditions } = into;
  const calls = sets.length === 0 ? undefined : callsIn(sets);
  return { ...conditions, ...(calls !== undefined && { calls }) };
}

/** Sets that are each read separately, so that the `!` of one does not apply to the next; a call that any of them excludes is excluded. */
function callsIn(sets: readonly string[]): readonly HostcallName[] {
  const taking = sets.filter(set => set.startsWith('!'));
  const adding = sets.filter(set => !set.startsWith('!'));
  const wanted = new Set(adding.length === 0 ? parseHostcallSet('all') : adding.flatMap(parseHostcallSet));
  const left = taking.map(set => new Set(parseHostcallSet(set)));
  return [...wanted].filter(name => left.every(names => names.has(name)));
}

function take(word: string, into: Conditions): void {
  const [, given, value = ''] = /^([a-z-]+)=(.*)$/s.exec(word) ?? [];
  if (given === undefined) {
    parseHostcallSet(word);
    into.sets.push(word);
    return;
  }
  const name = Object.hasOwn(otherNames, given) ? otherNames[given] : given;
  switch (name) {
    case 'trace':
      parseHostcallSet(value);
      into.sets.push(value);
      return;
    case 'status':
      into.status = parseStatusSet(value);
      return;
    case 'errno':
      into.errnos = [...(into.errnos ?? []), ...value.split(',').map(errnoIn)];
      return;
    case 'path':
      if (value === '') throw new ConfigurationError('path= is without a path', 'write one, such as path=/tmp');
      into.paths = [...(into.paths ?? []), value];
      return;
    case 'fd':
      into.descriptors = [...(into.descriptors ?? []), ...numbersIn(value, 'fd')];
      return;
    case 'thread':
      into.threads = [...(into.threads ?? []), ...numbersIn(value, 'thread')];
      return;
    case 'instance':
      into.instances = [...(into.instances ?? []), ...numbersIn(value, 'instance')];
      return;
    default: {
      const names = Object.keys(filterWords);
      const [near] = nearestNames(given, names, 1);
      throw new ConfigurationError(
        `unknown condition '${given}='`,
        near === undefined ? `write one of ${names.map(each => `${each}=`).join(', ')}` : `did you mean ${near}=?`,
      );
    }
  }
}

function errnoIn(word: string): number {
  const name = word.trim().toUpperCase();
  return errnoOf(/^\d+$/.test(name) ? Number(name) : (name as ErrnoName));
}

function numbersIn(text: string, where: string): readonly number[] {
  return text.split(',').map(word => {
    if (/^(?:\d{1,10}|-1)$/.test(word.trim())) return Number(word);
    throw new ConfigurationError(
      `invalid number '${word}' in ${where}=${text}`,
      `write numbers separated by commas, such as ${where}=3,4`,
    );
  });
}

/**
 * The words of a filter's text. Blanks behind a comma, in a regular expression and between quotes do not separate.
 * @returns in order; a word in quotes without them
 */
export function filterPieces(text: string): FilterPiece[] {
  const pieces: FilterPiece[] = [];
  let word = '';
  let start = -1;
  const end = () => {
    if (start >= 0) pieces.push({ text: word, at: start });
    word = '';
    start = -1;
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    if (char.trim() === '') {
      if (!word.endsWith(',')) end();
      continue;
    }
    if (start < 0) start = i;
    const close = closeOf(text, i, word);
    if (close < 0) word += char;
    else {
      word += char === '/' ? text.slice(i, close) : text.slice(i + 1, close - 1);
      i = close - 1;
    }
  }
  end();
  return pieces;
}

/** Where what opens at `at`, quotes or a regular expression, is closed; -1 if nothing opens there, or it is not closed. */
function closeOf(text: string, at: number, before: string): number {
  const char = text[at];
  if (char === '"' || char === "'") return text.indexOf(char, at + 1) + 1 || -1;
  // Elsewhere a slash is one of a path.
  return char === '/' && /(?:^|[,!]|\btrace=)$/.test(before) ? expressionEnd(text, at) : -1;
}
