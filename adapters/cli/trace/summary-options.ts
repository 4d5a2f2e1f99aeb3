/** What `-S` and `-U` mean. strace has several names for a column, and takes `_` for `-`. */
import { nearestNames } from '../../../domain/index.js';
import { CommandLineError } from '../command-line-error.js';
import {
  DEFAULT_COLUMNS,
  type SummaryColumn,
  type SummaryKey,
  summaryColumns,
  summaryOrders,
} from './summary-table.js';

const COLUMNS: readonly string[] = Object.keys(summaryColumns);
const KEYS: readonly string[] = Object.keys(summaryOrders);

/** What strace calls columns as well. */
const otherNames: Readonly<Record<string, SummaryColumn>> = {
  time: 'time-percent',
  'time-total': 'total-time',
  avg: 'avg-time',
  'time-avg': 'avg-time',
  min: 'min-time',
  shortest: 'min-time',
  'time-min': 'min-time',
  max: 'max-time',
  longest: 'max-time',
  'time-max': 'max-time',
  count: 'calls',
  error: 'errors',
  syscall: 'name',
  'syscall-name': 'name',
};

/** What sorts by a column whose name is another. */
const keysOfColumns: Readonly<Record<string, SummaryKey>> = {
  'time-percent': 'time',
  'total-time': 'time',
  'avg-time': 'avg',
  'min-time': 'min',
  'max-time': 'max',
  none: 'nothing',
};

/**
 * What `-S` means.
 * @throws CommandLineError for what nothing can be sorted by
 */
export function summaryKey(text = 'time'): SummaryKey {
  const word = text.replaceAll('_', '-');
  if (KEYS.includes(word)) return word as SummaryKey;
  const column = otherNames[word] ?? word;
  const key = keysOfColumns[column] ?? column;
  if (KEYS.includes(key)) return key as SummaryKey;
  throw new CommandLineError(`invalid --summary-sort-by '${text}'`, `write one of ${KEYS.join(', ')}`);
}

/**
 * What `-U` means.
 * @throws CommandLineError for a column that there is not, or is there twice
 */
export function columnsNamed(text: string | undefined): readonly SummaryColumn[] {
  if (text === undefined) return DEFAULT_COLUMNS;
  const named = text.split(',').map(word => columnNamed(word.trim()));
  const twice = named.find((column, index) => named.indexOf(column) !== index);
  if (twice !== undefined) throw new CommandLineError(`-U ${text} has ${twice} twice`, 'leave one of them out');
  return named;
}

function columnNamed(text: string): SummaryColumn {
  const word = text.replaceAll('_', '-');
  const column = otherNames[word] ?? word;
  if (COLUMNS.includes(column)) return column as SummaryColumn;
  const [near] = nearestNames(word, COLUMNS, 1);
  throw new CommandLineError(
    `unknown column '${text}' in -U`,
    near === undefined ? `the columns are ${COLUMNS.join(', ')}` : `did you mean ${near}?`,
  );
}
