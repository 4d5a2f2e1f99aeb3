import { type Mutation, mutationsOf, type Rule } from './source-mutations.js';

const RIGHTS = ['FD_READ', 'FD_ADVISE', 'PATH_OPEN'];
/** A number of the domain that is not the given one. */
const other = <T>(choices: readonly T[], not: T): T => choices.find(choice => choice !== not) as T;
const inParts = (text: string, separator = ', ') => text.split(separator).filter(part => part !== '');

/** A list without each of its members, and with each replaced. */
function lists(items: string, replacements: readonly string[]): string[] {
  const parts = inParts(items);
  return parts.flatMap((part, at) => [
    parts.filter((_, i) => i !== at).join(', '),
    parts.with(at, `'${other(replacements, part.slice(1, -1))}'`).join(', '),
  ]);
}

const rows: readonly Rule[] = [
  {
    pattern: /rights: \[([^\]]+)\]/g,
    change: ([, items = '']) => lists(items, RIGHTS).map(list => `rights: [${list}]`),
  },
  {
    pattern: /where: \{ ([^}]+) \}/g,
    change: ([, conditions = '']) => {
      const parts = inParts(conditions);
      return parts.flatMap((_, at) => [`where: { ${parts.filter((_part, i) => i !== at).join(', ')} }`]);
    },
  },
  {
    pattern: /kind: '(\w+)'/g,
    change: ([, kind = '']) => [`kind: '${other(['timestamp', 'fd', 'filesize'], kind)}'`],
  },
  { pattern: /holds: '(\w+)'/g, change: ([, holds = '']) => [`holds: '${other(['name', 'random'], holds)}'`] },
];

const kinds: readonly Rule[] = [
  { pattern: /wasm: \[('i32'|'i64')/g, change: ([, type]) => [`wasm: ['${type === "'i32'" ? 'i64' : 'i32'}'`] },
  { pattern: /wasm: \['i32', 'i32'\]/g, change: () => ["wasm: ['i32']"] },
  { pattern: /form: '(\w+)'/g, change: ([, form = '']) => [`form: '${other(['number', 'text'], form)}'`] },
  { pattern: / signed: true/g, change: () => [''] },
  { pattern: / promoted: true,/g, change: () => [''] },
  { pattern: / table: true,/g, change: () => [''] },
  { pattern: / pointsTo: '(\w+)',/g, change: ([, to]) => ['', ` pointsTo: '${other(['bytes', 'dirent'], to)}',`] },
  { pattern: / struct: '(\w+)',/g, change: ([, to]) => ['', ` struct: '${other(['fdstat', 'event'], to)}',`] },
  { pattern: / size: (\d),/g, change: ([, size]) => [` size: ${Number(size) === 8 ? 4 : Number(size) * 2},`] },
  {
    pattern: /\b(entry|exit|errnos): \[('[^\]]+)\]/g,
    change: ([, name, items = '']) => {
      const parts = inParts(items);
      return parts.map((_, at) => `${name}: [${parts.filter((_part, i) => i !== at).join(', ')}]`);
    },
  },
];

const layouts: readonly Rule[] = [
  {
    pattern: /offset: (\d+)/g,
    change: ([, offset]) => [`offset: ${Number(offset) + 1}`, `offset: ${Number(offset) + 8}`],
  },
  { pattern: /type: '(u\d+)'/g, change: ([, type]) => [`type: '${other(['u32', 'u64'], type)}'`] },
  { pattern: /size: (\d+)/g, change: ([, size]) => [`size: ${Number(size) + 8}`] },
  { pattern: /align: (\d+)/g, change: ([, align]) => [`align: ${12 - Number(align)}`] },
  { pattern: /member: '(\w+)'/g, change: () => ["member: 'elsewhere'"] },
];

const unstable: readonly Rule[] = [
  { pattern: /nlink: 'u32'/g, change: () => ["nlink: 'u64'", "nlink: 'u16'"] },
  {
    pattern: /before: 'clock.id', type: 'u64'/g,
    change: () => ["before: 'clock.timeout', type: 'u64'", "before: 'clock.id', type: 'u32'"],
  },
  { pattern: /= \[1, 2, 0\]/g, change: () => ['= [0, 1, 2]', '= [2, 1, 0]'] },
];

const rights: readonly Rule[] = [
  { pattern: /bit: (\d+)/g, change: ([, bit]) => [`bit: ${(Number(bit) + 1) % 30}`] },
  {
    pattern: /\bon: \[('[^\]]+)\]/g,
    change: ([, items = '']) => {
      const parts = inParts(items);
      return parts.map((_, at) => `on: [${parts.filter((_part, i) => i !== at).join(', ')}]`);
    },
  },
  { pattern: / changes: true,/g, change: () => [''] },
];

/** What asks for rights, or reads and writes at an offset. */
const meanings: readonly Rule[] = [
  { pattern: /\b(needed(?:\.\w+)+|\w+_RIGHTS|telling\.rights|seeking\.rights)(?=[,) ])(?! =)/g, change: () => ['0'] },
  {
    pattern: /(requiredRights|substituteRights)\('(\w+)', '(\w+)'\)/g,
    change: ([, ask]) => [`${ask}('fd_sync', 'fd')`],
  },
  { pattern: /\bRight\.\w+/g, change: () => ['0', 'Right.FD_FDSTAT_SET_FLAGS'] },
  { pattern: /\b[A-Z_]+\.offset/g, change: ([found]) => [`(${found} + 1)`] },
];

const files: Readonly<Record<string, readonly Rule[]>> = {
  'domain/preview1/hostcalls.ts': rows,
  'domain/preview1/kinds.ts': kinds,
  'domain/preview1/struct-layouts.ts': layouts,
  'domain/preview1/unstable.ts': unstable,
  'domain/preview1/rights.ts': rights,
  'domain/descriptors/access.ts': meanings,
  'domain/descriptors/opening.ts': meanings,
  'domain/descriptors/listings.ts': meanings,
  'application/abi/lifter.ts': meanings,
  ...Object.fromEntries(
    ['directory', 'fd-io', 'fd-stat', 'path', 'poll', 'sock'].map(name => [
      `application/hostcalls/${name}.ts`,
      meanings,
    ]),
  ),
};

/**
 * Every mutation of a right, a kind or an offset in the table, the kinds, the layouts and the meanings.
 * @param root the root of the project, with a slash at its end
 */
export function* tableMutations(root: URL): Generator<Mutation> {
  for (const [file, rules] of Object.entries(files)) yield* mutationsOf(root, file, rules);
}
