import {
  causeOf,
  describe,
  Errno,
  enumerations,
  errnosOf,
  errnoText,
  type Family,
  families,
  flagSets,
  type HostcallName,
  hostcallNames,
  layouts,
  type Param,
  type Result,
  rights,
} from '../../domain/index.js';
import { code, fenced, page, table } from './reference-markdown.js';
import { memoryPicture } from './reference-memory.js';
import { cParams, cPrototype, wasmType } from './reference-signature.js';

/** Where on which page of the reference a hostcall is. */
export function linkTo(name: HostcallName): string {
  return `[${name}](${describe(name).family}.md#${name})`;
}

const KIND_STRUCTS: Partial<Record<Param['kind'] | Result['kind'], keyof typeof layouts>> = {
  iovecs: 'iovec',
  ciovecs: 'iovec',
  subscriptions: 'subscription',
  events: 'event',
};

/** The name of a kind, linked to where it is explained. */
function kindLink(kind: Param['kind'] | Result['kind']): string {
  if (kind === 'rights') return '[rights](rights.md)';
  if (kind in flagSets || kind in enumerations || kind in layouts) return `[${kind}](types.md#${kind})`;
  const struct = KIND_STRUCTS[kind];
  if (kind === 'nsubscriptions') return 'size';
  return struct === undefined ? kind : `[${kind}](types.md#${struct})`;
}

function namesIn(name: HostcallName, from: Param | Result): string {
  return cParams(name)
    .filter(p => p.from === from)
    .map(p => code(p.name))
    .join(', ');
}

function paramTable(name: HostcallName): string | undefined {
  const row = describe(name);
  if (row.params.length === 0) return undefined;
  const withRights = row.params.some(p => p.rights !== undefined);
  const head = ['Parameter', 'Kind', 'What it is', ...(withRights ? ['Rights it must hold'] : [])];
  return table(
    head,
    row.params.map(p => {
      const cells = [namesIn(name, p), kindLink(p.kind), p.text];
      return withRights ? [...cells, (p.rights ?? []).map(code).join(', ')] : cells;
    }),
  );
}

function resultTable(name: HostcallName): string | undefined {
  const row = describe(name);
  if (row.results.length === 0) return undefined;
  return table(
    ['Result, written to', 'Kind', 'What it tells'],
    row.results.map(r => [namesIn(name, r), kindLink(r.kind), r.text]),
  );
}

function errnoTable(name: HostcallName): string | undefined {
  const found = errnosOf(name);
  if (found.length === 0) return undefined;
  return table(
    ['Error', '', 'When'],
    found.map(errno => [`[${errno}](errno.md)`, `${Errno[errno]}, ${errnoText(Errno[errno])}`, causeOf(name, errno)]),
  );
}

function facts(name: HostcallName): string {
  const row = describe(name);
  const waiting = row.noreturn ? 'it does not return' : row.waits ? 'yes: for data, room, a peer or a deadline' : 'no';
  const rows = [
    ['WebAssembly', code(wasmType(name))],
    ['In POSIX', row.posix === '' ? 'nothing like it' : code(row.posix)],
    ['Waits for others', waiting],
    ['In trace filters', row.classes.map(c => code(`%${c}`)).join(' ')],
  ];
  return table(['', ''], rows);
}

function section(name: HostcallName): string[] {
  const row = describe(name);
  const blocks: (string | undefined)[] = [
    `## ${name}`,
    row.text,
    fenced('c', cPrototype(name)),
    facts(name),
    row.notes,
    paramTable(name),
    resultTable(name),
    errnoTable(name),
  ];
  const picture = memoryPicture(name);
  if (picture !== undefined) blocks.push('The memory around one such call:', fenced('text', picture));
  return blocks.filter(block => block !== undefined);
}

/** The page of one family of hostcalls. */
export function renderFamily(family: Family): string {
  const names = hostcallNames.filter(name => describe(name).family === family);
  return page(family, [
    families[family],
    names.map(linkTo).join(' · '),
    ...names.flatMap(section),
    '[All hostcalls](README.md)',
  ]);
}

/** The first page: every hostcall with its sentence. */
export function renderIndex(): string {
  const blocks = Object.keys(families).flatMap(family => [
    `## [${family}](${family}.md)`,
    families[family as Family],
    table(
      ['Hostcall', 'What it does', 'In POSIX'],
      hostcallNames
        .filter(name => describe(name).family === family)
        .map(name => [
          linkTo(name),
          describe(name).text,
          describe(name).posix === '' ? '' : code(describe(name).posix),
        ]),
    ),
  ]);
  return page('Reference: WASI preview1, hostcall by hostcall', [
    `WebAssembly can compute, and nothing else: to read a file or tell the time, a program calls functions that its host gives it. Those of WASI preview1 are ${hostcallNames.length}, imported from the module \`wasi_snapshot_preview1\`. These pages describe each: what it takes, what it answers, what can go wrong, and how the bytes lie in the program’s memory.`,
    'Besides the hostcalls: [errno](errno.md), the numbers they answer when something is wrong; [rights](rights.md), what a descriptor may be used for; [structs, flags and enumerations](types.md); and [wasi_unstable](unstable.md), the older module, as its differences.',
    `How to read a page. Every hostcall but proc_exit returns an errno: 0, or what went wrong. What else it tells, it writes to places that the program passes as pointers; on an error nothing is written there. A \`path\` or a \`buffer\` takes two wasm parameters, a pointer and a length in bytes; \`iovecs\` (to fill) and \`ciovecs\` (to take from) take a pointer to an array and how many elements it has. Numbers are little-endian. In the pictures of memory, each line shows an address, the bytes there in hexadecimal, and what they mean; a field is set off to the column that it has in its struct. There are ${rights.length} rights, and a descriptor that lacks one is refused.`,
    ...blocks,
  ]);
}
