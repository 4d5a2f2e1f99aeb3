import { Errno, type ErrnoName, errnos, errnosOf, generalCauses, hostcallNames } from '../../domain/index.js';
import { linkTo } from './reference-hostcall.js';
import { code, page, table } from './reference-markdown.js';

/** The page of errnos. */
export function renderErrnos(): string {
  const givers = new Map<ErrnoName, string[]>();
  for (const name of hostcallNames) {
    for (const errno of errnosOf(name)) givers.set(errno, [...(givers.get(errno) ?? []), linkTo(name)]);
  }
  const given: string[][] = [];
  const others: string[][] = [];
  for (const { name, text } of errnos) {
    const key = name as ErrnoName;
    const links = givers.get(key);
    if (links === undefined) others.push([`${Errno[key]}`, code(name), text]);
    else given.push([`${Errno[key]}`, code(name), text, generalCauses[key] ?? '', links.join(', ')]);
  }
  return page('errno', [
    `A hostcall answers 0, or one of these numbers. They are preview1’s own: ENOENT is ${Errno.ENOENT} here whatever the host calls it. The names are those that C programs know; the interface description writes them in lower case without the \`E\`.`,
    '## Those that a hostcall gives',
    table(['Value', 'Name', 'Text', 'Usually', 'Given by'], given),
    '## The others',
    'No hostcall gives these; some are used by libraries inside of the program, others are there to match POSIX.',
    table(['Value', 'Name', 'Text'], others),
  ]);
}
