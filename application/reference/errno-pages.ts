import { Errno, type ErrnoName, errnos, errnosOf, everyHostcall } from '../../domain/index.js';
import { generalCauses } from '../../domain/texts/index.js';
import { linkTo } from './hostcall-pages.js';
import { type Block, code, facts, heading, joined, type Page, paragraph, type Text, table } from './page.js';

/** The hostcalls that return an errno. */
function returnedBy(name: ErrnoName): Text | undefined {
  const names = everyHostcall.filter(call => errnosOf(call).includes(name));
  return names.length === 0 ? undefined : joined(names.map(linkTo), ', ');
}

/** The page of all errnos. */
export function errnosPage(): Page {
  const returned: Text[][] = [];
  const others: Text[][] = [];
  for (const { name, text } of errnos) {
    const key = name as ErrnoName;
    const calls = returnedBy(key);
    if (calls === undefined) others.push([`${Errno[key]}`, code(name), text]);
    else returned.push([`${Errno[key]}`, code(name), text, generalCauses[key] ?? '', calls]);
  }
  return {
    title: 'errno',
    blocks: [
      paragraph(
        `A hostcall returns 0, or one of these numbers. They are those of preview1: ENOENT is ${Errno.ENOENT} here, whatever it is on the host. The names are those that C programs use; the interface description writes them in lower case without the \`E\`.`,
      ),
      heading(2, 'Errnos that a hostcall returns'),
      table(['#Value', '#Name', 'Text', 'Usual cause', 'Returned by'], returned),
      heading(2, 'The others'),
      paragraph(
        'No hostcall returns these. Libraries inside the program use some of them; the others are there to match POSIX.',
      ),
      table(['#Value', '#Name', 'Text'], others),
    ],
  };
}

/** All errnos, a line each. */
export function errnoList(): Page {
  return {
    title: 'Errnos',
    blocks: [
      table(
        ['#Value', '#Name', 'Text'],
        errnos.map(({ name, text }, value) => [`${value}`, code(name), text]),
      ),
    ],
  };
}

/** One errno. */
export function errnoPage(value: number): Page {
  const { name = '', text = '' } = errnos[value] ?? {};
  const cause = generalCauses[name as ErrnoName];
  const blocks: Block[] = cause === undefined ? [] : [paragraph(cause)];
  return {
    title: `${name} (${value}): ${text}`,
    blocks: [...blocks, facts([['Returned by', returnedBy(name as ErrnoName) ?? 'no hostcall']])],
  };
}
