import type { CallSortKey } from '../../../application/inspection/index.js';
import type { Session } from '../session.js';
import { Watched } from '../watched.js';
import { durationText, timeText } from './times.js';

/** A column of the list. Each can be sorted by. */
export interface Column {
  readonly id: CallSortKey;
  /** What stands above it. */
  readonly title: string;
  /** The same in words. */
  readonly about: string;
  /** A track of a CSS grid. */
  readonly width: string;
  /** What stands in it of a call; undefined of those that a row draws itself. */
  readonly text: ((session: Session, call: number) => string) | undefined;
}

const counts = new Intl.NumberFormat('en');

/** All columns, from left to right. */
export const columns: readonly Column[] = [
  { id: 'number', title: '#', about: 'number', width: '60px', text: undefined },
  {
    id: 'time',
    title: 's',
    about: 'seconds since the first call',
    width: '76px',
    text: ({ times }, call) => timeText(times.timeOf(call)),
  },
  {
    id: 'thread',
    title: 'thread',
    about: 'thread',
    width: '52px',
    text: ({ calls }, call) => String(calls.columns.threads[call]),
  },
  {
    id: 'descriptor',
    title: 'fd',
    about: 'descriptor',
    width: '40px',
    text: ({ shown }, call) => String(shown.descriptorOf(call) ?? ''),
  },
  { id: 'name', title: 'call', about: 'call', width: 'minmax(0, 1fr)', text: undefined },
  { id: 'result', title: 'result', about: 'result', width: 'minmax(72px, 0.35fr)', text: undefined },
  {
    id: 'bytes',
    title: 'bytes',
    about: 'bytes moved',
    width: '72px',
    text: ({ calls }, call) =>
      calls.columns.bytes[call] === 0 ? '' : counts.format(calls.columns.bytes[call] as number),
  },
  {
    id: 'duration',
    title: 'took',
    about: 'time that it took',
    width: '72px',
    text: ({ calls }, call) => durationText(calls.columns.durations[call] as number),
  },
];

/** Columns that are always there. */
export const FIXED: ReadonlySet<CallSortKey> = new Set(['number', 'name']);

/** The key under which the choice is stored. */
export const COLUMNS_KEY = 'hostcall.columns';
const USUAL: readonly CallSortKey[] = ['number', 'time', 'name', 'result', 'duration'];

/** The columns that are shown, of every run: a choice that the browser keeps. */
export const chosenColumns = new Watched<readonly Column[]>(columnsOf(kept() ?? USUAL));

/** The columns of these names, and those that are always there. */
export function columnsOf(ids: readonly string[]): readonly Column[] {
  return columns.filter(({ id }) => FIXED.has(id) || ids.includes(id));
}

function kept(): readonly string[] | undefined {
  try {
    return localStorage.getItem(COLUMNS_KEY)?.split(',');
  } catch {
    return undefined;
  }
}
