/** The keys that the page listens to. What each does is said in `key-texts.ts`. */

/** The keys of each command, as `KeyboardEvent.key` names them; any of them will do. */
export const keysOf = {
  next: 'ArrowDown j',
  previous: 'ArrowUp k',
  'page-down': 'PageDown',
  'page-up': 'PageUp',
  first: 'Home',
  last: 'End',
  'next-failure': 'e',
  'previous-failure': 'E',
  'next-use': ']',
  'previous-use': '[',
  follow: 'f',
  'go-to': 'g',
  filter: '/',
  leave: 'Escape',
  'pane-call': '1',
  'pane-descriptors': '2',
  'pane-notes': '3',
  'pane-comparison': '4',
  note: 'n',
  predict: 'p',
  timeline: 't',
  sort: 's',
  columns: 'c',
  find: 'Ctrl+f',
  'find-next': 'F3',
  'find-previous': 'Shift+F3',
  open: 'o',
  theme: 'T',
  keys: '?',
} as const;

/** The actions of keys. */
export type Command = keyof typeof keysOf;

const commands = new Map(
  Object.entries(keysOf).flatMap(([command, keys]) => keys.split(' ').map(key => [key, command as Command] as const)),
);

/** The action of a key, if any. Other keys with Ctrl, Alt or Meta are the browser's. */
export function commandOf(event: KeyboardEvent): Command | undefined {
  return commands.get(pressed(event));
}

/** Shift is named of keys that do not print something else with it. On macOS, Command is what Ctrl is elsewhere. */
function pressed({ key, ctrlKey, altKey, metaKey, shiftKey }: KeyboardEvent): string {
  return `${altKey ? 'Alt+' : ''}${ctrlKey || metaKey ? 'Ctrl+' : ''}${shiftKey && /^F\d/.test(key) ? 'Shift+' : ''}${key}`;
}
