import {
  describe,
  type Enumeration,
  enumerations,
  type FlagSet,
  flagSets,
  type HostcallName,
  hostcallNames,
  type Layout,
  layouts,
} from '../../domain/index.js';
import { linkTo } from './reference-hostcall.js';
import { code, page, table } from './reference-markdown.js';

const WIDTHS = { u8: 1, u16: 2, u32: 4, u64: 8 } as const;

const structTexts: Readonly<Record<keyof typeof layouts, string>> = {
  iovec: 'One buffer of a scattered read or a gathered write (there: `ciovec`, the same layout).',
  prestat: 'What fd_prestat_get tells about a preopened directory.',
  fdstat: 'What fd_fdstat_get tells about a descriptor.',
  filestat: 'What fd_filestat_get and path_filestat_get tell about a file.',
  dirent:
    'The head of one entry that fd_readdir writes. The name follows it without a gap, and the next entry the name.',
  subscription:
    'One thing for poll_oneoff to wait for. From byte 16 on, the fields depend on `tag`: those of `clock` for CLOCK, that of `fd_readwrite` for FD_READ and FD_WRITE.',
  event: 'One thing that occurred. The fields of `fd_readwrite` have no meaning for CLOCK.',
};

/**
 * The fields of a struct, one a row, with what is left free between them.
 * @param typesPage where the types of the fields are explained; empty for the same page
 */
export function layoutTable(layout: Layout, typesPage = ''): string {
  const rows: string[][] = [];
  let end = 0;
  const pad = (to: number) => {
    if (to > end) rows.push([range(end, to), '', '', 'not used']);
  };
  for (const { name, offset, type, as, text } of layout.fields.toSorted((a, b) => a.offset - b.offset)) {
    pad(offset);
    const width = WIDTHS[type];
    end = Math.max(end, offset + width);
    const kind = as === undefined || as === 'pointer' ? type : `${type}, ${typeLink(as, typesPage)}`;
    rows.push([range(offset, offset + width), code(name), kind, text]);
  }
  pad(layout.size);
  return table(['Bytes', 'Field', 'Type', 'What it tells'], rows);
}

function range(from: number, to: number): string {
  return to - from === 1 ? `${from}` : `${from}–${to - 1}`;
}

function typeLink(as: string, typesPage: string): string {
  if (as === 'rights') return '[rights](rights.md)';
  if (as === 'errno') return '[errno](errno.md)';
  return as in flagSets || as in enumerations ? `[${as}](${typesPage}#${as})` : as;
}

function users(kind: string): string {
  const names = hostcallNames.filter((name: HostcallName) => describe(name).params.some(p => p.kind === kind));
  return names.length === 0 ? '' : `Passed to ${names.map(linkTo).join(', ')}.`;
}

function flagSection([kind, set]: [string, FlagSet]): string[] {
  const rows = set.bits.map((name, bit) => [`${bit}`, `0x${(1 << bit).toString(16)}`, code(name), set.text[bit] ?? '']);
  const body =
    rows.length === 0 ? 'No flags are defined: it must be 0.' : table(['Bit', 'Mask', 'Name', 'Meaning'], rows);
  return [`### ${kind}`, users(kind), body];
}

function enumerationSection([kind, set]: [string, Enumeration]): string[] {
  const rows = set.values.map((name, value) => [`${value}`, code(name), set.text[value] ?? '']);
  return [`### ${kind}`, users(kind), table(['Value', 'Name', 'Meaning'], rows)];
}

/** The page of structs, flags and enumerations. */
export function renderTypes(): string {
  const structs = Object.entries(layouts).flatMap(([name, layout]) => [
    `### ${name}`,
    structTexts[name as keyof typeof layouts],
    `${layout.size} bytes, aligned to ${layout.align}.`,
    layoutTable(layout),
  ]);
  const blocks = [
    'All numbers are little-endian and unsigned. A bit or value that is not listed is answered with EINVAL.',
    '## Structs',
    ...structs,
    '## Flags',
    ...Object.entries(flagSets).flatMap(flagSection),
    '## Enumerations',
    'The order of `whence` is another one in [wasi_unstable](unstable.md).',
    ...Object.entries(enumerations).flatMap(enumerationSection),
  ];
  return page(
    'Structs, flags and enumerations',
    blocks.filter(block => block !== ''),
  );
}
