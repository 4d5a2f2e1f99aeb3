import { errnos, everyHostcall, hostcallClasses } from '../../domain/index.js';
import { callStatuses, filterPieces, filterWords } from '../tracing/index.js';
import type { CallList } from './call-list.js';

/** A completion for the text of a filter. */
export interface FilterCompletion {
  /** Where the text that it replaces begins and ends. */
  readonly from: number;
  readonly to: number;
  /** The text that replaces it. */
  readonly text: string;
  /** What it means, if the text does not say. */
  readonly about?: string;
}

/** The most that are offered at a time. */
const MOST = 50;

interface Candidate {
  readonly text: string;
  readonly about?: string;
}

/**
 * The completions at the cursor in the text of a filter.
 * @param cursor where it is
 * @param list whose paths and descriptors are offered
 * @returns those that begin with the text there, then those that contain it; at most 50
 */
export function completeFilter(text: string, cursor: number, list?: CallList): FilterCompletion[] {
  const before = text.slice(0, cursor);
  const piece = /\s$/.test(before) && !/,\s*$/.test(before) ? undefined : filterPieces(before).at(-1);
  const start = piece?.at ?? cursor;
  const word = before.slice(start);
  const equals = word.indexOf('=');
  const name = equals < 0 ? undefined : word.slice(0, equals);
  // Behind the last comma, and behind a `!`.
  const item = start + equals + 1 + (/^(?:.*,)?\s*!?/s.exec(word.slice(equals + 1))?.[0].length ?? 0);
  const typed = text.slice(item, cursor);
  const to = item + typed.length + (/^[\w%./-]*/.exec(text.slice(cursor))?.[0].length ?? 0);
  const candidates =
    name === undefined ? [...hostcallItems(), ...(item === start ? conditions() : [])] : valuesOf(name, list);
  const wanted = typed.toLowerCase();
  const begins = candidates.filter(each => each.text.toLowerCase().startsWith(wanted));
  const contains = candidates.filter(each => !begins.includes(each) && each.text.toLowerCase().includes(wanted));
  return [...begins, ...contains].slice(0, MOST).map(each => ({ from: item, to, ...each }));
}

function hostcallItems(): Candidate[] {
  return [
    ...hostcallClasses.map(name => ({ text: `%${name}`, about: 'a class of hostcalls' })),
    ...everyHostcall.map(text => ({ text })),
  ];
}

function conditions(): Candidate[] {
  return Object.entries(filterWords).map(([word, about]) => ({ text: `${word}=`, about }));
}

function valuesOf(name: string, list: CallList | undefined): Candidate[] {
  switch (name) {
    case 'trace':
      return hostcallItems();
    case 'status':
      return callStatuses.map(text => ({ text }));
    case 'errno':
      return errnos.slice(1).map(({ name: text, text: about }) => ({ text, about }));
    case 'path':
      return list === undefined ? [] : pathsOf(list);
    case 'fd':
      return list === undefined ? [] : numbersOf(list, index => list.columns.descriptor(index));
    case 'instance':
      return list === undefined ? [] : numbersOf(list, index => list.columns.instances[index]);
    case 'thread':
      return list === undefined ? [] : numbersOf(list, index => list.columns.threads[index]);
    default:
      return [];
  }
}

function pathsOf({ touched }: CallList): Candidate[] {
  const paths = new Set<string>();
  for (let number = 0; number < touched.size; number++) for (const path of touched.at(number).paths) paths.add(path);
  return [...paths].sort().map(text => ({ text }));
}

/** Those that the first calls have: of more calls than these, no person types the numbers. */
const EXAMINED = 100_000;

function numbersOf(list: CallList, numberOf: (index: number) => number | undefined): Candidate[] {
  const numbers = new Set<number>();
  for (let index = Math.min(list.length, EXAMINED) - 1; index >= 0; index--) {
    const number = numberOf(index);
    if (number !== undefined) numbers.add(number | 0);
  }
  return [...numbers].sort((a, b) => a - b).map(number => ({ text: String(number) }));
}
