/** What each key does, in words: the list of keys that the page shows. */
import { type Command, keysOf } from './key-map.js';

/** A line of the list of keys. */
export interface KeyLine {
  readonly command: Command;
  /** As `KeyboardEvent.key` names them; any of them will do. */
  readonly keys: readonly string[];
  readonly text: string;
}

/** Keys with the same purpose. */
export interface KeyGroup {
  readonly title: string;
  readonly lines: readonly KeyLine[];
}

const line = (command: Command, text: string): KeyLine => ({ command, keys: keysOf[command].split(' '), text });

export const keyGroups: readonly KeyGroup[] = [
  {
    title: 'Step through the calls',
    lines: [
      line('next', 'one call forward'),
      line('previous', 'one call back'),
      line('page-down', 'a page forward'),
      line('page-up', 'a page back'),
      line('first', 'to the first call'),
      line('last', 'to the last call'),
      line('next-failure', 'to the next call that failed'),
      line('previous-failure', 'to the one before that failed'),
      line('go-to', 'to a call by its number'),
    ],
  },
  {
    title: 'Follow a descriptor',
    lines: [
      line('follow', 'only the calls that use this call’s descriptor; again: all'),
      line('next-use', 'to its next use'),
      line('previous-use', 'to its use before'),
    ],
  },
  {
    title: 'Look',
    lines: [
      line('pane-call', 'the call: explanation, arguments, memory'),
      line('pane-descriptors', 'the descriptors at this call'),
      line('pane-notes', 'notes'),
      line('pane-comparison', 'comparison with another run'),
      line('sort', 'to the headings: ← → choose, Enter sorts by one; again: in reverse, as it was'),
      line('columns', 'choose the columns of the list'),
      line('timeline', 'to the timeline: ← → move, + − zoom, 0 shows all'),
    ],
  },
  {
    title: 'Work',
    lines: [
      line('filter', 'filter the calls'),
      line('find', 'find text or bytes in all calls'),
      line('find-next', 'to the next call that has it'),
      line('find-previous', 'to the one before'),
      line('note', 'write a note on this call'),
      line('predict', 'predict what comes next'),
      line('open', 'open a file'),
      line('theme', 'light, dark, or as the system'),
      line('leave', 'leave what is open; clear the filter'),
      line('keys', 'this list'),
    ],
  },
];

const NAMES: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
  Escape: 'Esc',
};

/** A key as it is printed on keyboards. */
export function keyName(key: string): string {
  const [, modifier, plain] = /^(Ctrl|Shift)\+(.+)$/.exec(key) ?? [];
  if (plain !== undefined) return `${modifier} ${keyName(plain)}`;
  if (/^[A-Z]$/.test(key)) return `Shift ${key}`;
  return NAMES[key] ?? (/^[a-z]$/.test(key) ? key.toUpperCase() : key);
}
