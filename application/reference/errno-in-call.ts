import {
  type ConditionalRights,
  describe,
  Errno,
  type ErrnoName,
  errnosOf,
  errnoText,
  type HostcallName,
  type Param,
  paramKinds,
} from '../../domain/index.js';
import { causeOf } from '../../domain/texts/index.js';
import { linkTo } from './hostcall-pages.js';
import { type Block, code, type Page, paragraph, type Text, table } from './page.js';

/**
 * Why one hostcall returns one errno: the likely causes, the rights that count and the arguments to look at, all of it from the table.
 * @returns undefined if the hostcall does not return that errno
 */
export function errnoInCallPage(name: HostcallName, errno: ErrnoName): Page | undefined {
  if (!errnosOf(name).includes(errno)) return undefined;
  const value = Errno[errno];
  return {
    title: `${errno} (${value}) of ${name}: ${errnoText(value)}`,
    blocks: [
      paragraph(causeOf(name, errno)),
      ...(errno === 'ENOTCAPABLE' || errno === 'EBADF' ? rightsTable(name) : []),
      ...argumentTable(name, errno),
      ...pathRules(name, errno),
      paragraph(
        `\`hostcall trace -e ${name} -Z --why prog.wasm\` shows which of these it is, below each call that fails.`,
      ),
      paragraph([
        'More about the call: ',
        linkTo(name),
        '. About the errno in any call: ',
        { text: errno, page: 'errno' },
        '.',
      ]),
    ],
  };
}

/** The rights of each descriptor, also those that depend on other arguments. */
function rightsTable(name: HostcallName): Block[] {
  const rows = describe(name).params.flatMap((param: Param) => rightRows(param));
  return rows.length === 0 ? [] : [table(['#Descriptor', '#Right', 'When it counts'], rows)];
}

function rightRows({ name, rights = [], also = [], instead, handsDown = [] }: Param): Text[][] {
  const row = (right: string, when: string): Text[] => [code(name), code(right), when];
  return [
    ...rights.map(right => row(right, 'Always: the descriptor must hold it.')),
    ...also.flatMap(each => each.rights.map(right => row(right, `The descriptor must hold it ${condition(each)}.`))),
    ...(instead?.rights ?? []).map(right => row(right, `It is enough in place of the other ${condition(instead)}.`)),
    ...handsDown.flatMap(each =>
      each.rights.map(right => row(right, `The directory must hand it down ${condition(each)}.`)),
    ),
  ];
}

function condition(rights: ConditionalRights | undefined): string {
  const where = Object.entries(rights?.where ?? {});
  if (where.length === 0) return 'in any case';
  return `where ${where.map(([argument, value]) => `${code(argument)} ${typeof value === 'number' ? 'is' : 'has'} ${code(String(value))}`).join(' and ')}`;
}

/** The arguments that lead to it by their kinds. */
function argumentTable(name: HostcallName, errno: ErrnoName): Block[] {
  const { params, results } = describe(name);
  const rows: Text[][] = params
    .filter(({ kind }) => paramKinds[kind].errnos?.includes(errno) === true)
    .map(({ name: param, kind }) => [code(param), kind, argumentText(errno, kind)]);
  if (errno === 'EFAULT')
    for (const { name: result, kind } of results) rows.push([code(result), kind, argumentText(errno, kind)]);
  return rows.length === 0 ? [] : [table(['#Argument', '#Kind', 'What to look at'], rows)];
}

function argumentText(errno: ErrnoName, kind: string): string {
  switch (errno) {
    case 'EBADF':
      return 'Its number: it may have been closed, or have come from a call that failed.';
    case 'EFAULT':
      return 'The pointer, and the length of what it points to: all of it must be in the memory.';
    case 'EINVAL':
      return kind.endsWith('iovecs')
        ? 'How many buffers there are, and how long.'
        : 'Whether it has a bit or a value without a meaning.';
    case 'ENAMETOOLONG':
      return 'Its length.';
    case 'EILSEQ':
      return 'Its bytes: they must be UTF-8.';
    case 'ENOTCAPABLE':
      return 'Whether it begins with a slash, or leads out of the directory by `..` or by a symbolic link.';
    default:
      return 'Its value.';
  }
}

/** The rules for every path of WASI, for readers who know POSIX. */
function pathRules(name: HostcallName, errno: ErrnoName): Block[] {
  const walks = describe(name).params.some(({ kind, verbatim }) => kind === 'path' && verbatim !== true);
  if (!walks || (errno !== 'ENOTCAPABLE' && errno !== 'ENOENT')) return [];
  return [
    paragraph(
      'A path is relative to its descriptor: there is no current directory, and no root. A C library looks for the preopened directory whose name begins the path, and passes the rest of it. `--dir HOST::GUEST` of `hostcall run` gives the program a directory.',
    ),
  ];
}
