/**
 * Everything that can be explained, by every name it goes by: as the interface description spells it, as C headers do, and as a
 * trace prints it.
 */
import {
  type EnumKind,
  enumerations,
  errnos,
  everyHostcall,
  type Family,
  type FlagKind,
  families,
  flagSets,
  type HostcallClass,
  type HostcallName,
  hostcallClasses,
  type LayoutName,
  layouts,
  PREVIEW1,
  rights,
  UNSTABLE,
} from '../../domain/index.js';
import { type PosixFunctions, posixFunctions } from '../../domain/texts/index.js';

/** Lists that can be asked for. */
export const lists = ['hostcalls', 'errnos', 'rights', 'flags', 'enumerations', 'structs'] as const;

/** Something that can be explained. */
export type Subject =
  | { readonly kind: 'hostcall'; readonly name: HostcallName }
  | { readonly kind: 'errno'; readonly value: number }
  | { readonly kind: 'right'; readonly bit: number }
  | { readonly kind: 'flag'; readonly set: FlagKind; readonly bit: number }
  | { readonly kind: 'value'; readonly of: EnumKind; readonly value: number }
  | { readonly kind: 'flags'; readonly name: FlagKind }
  | { readonly kind: 'enumeration'; readonly name: EnumKind }
  | { readonly kind: 'struct'; readonly name: LayoutName }
  | { readonly kind: 'family'; readonly name: Family }
  | { readonly kind: 'class'; readonly name: HostcallClass }
  | { readonly kind: 'module'; readonly name: typeof PREVIEW1 | typeof UNSTABLE }
  | { readonly kind: 'posix'; readonly name: string; readonly functions: PosixFunctions }
  | { readonly kind: 'list'; readonly of: (typeof lists)[number] };

/** A subject and its names, the proper one first. */
export interface CatalogueEntry {
  readonly names: readonly string[];
  readonly subject: Subject;
}

/** What C headers and POSIX put before the names of flags and values. */
const PREFIXES: Readonly<Record<FlagKind | EnumKind, readonly string[]>> = {
  fdflags: ['FDFLAGS_', 'O_'],
  oflags: ['OFLAGS_', 'O_'],
  lookupflags: ['LOOKUPFLAGS_', 'AT_'],
  fstflags: ['FSTFLAGS_'],
  subclockflags: ['SUBCLOCKFLAGS_'],
  eventrwflags: ['EVENTRWFLAGS_'],
  riflags: ['RIFLAGS_', 'SOCK_'],
  roflags: ['ROFLAGS_', 'SOCK_'],
  siflags: ['SIFLAGS_'],
  sdflags: ['SDFLAGS_', 'SHUT_'],
  clockid: ['CLOCKID_', 'CLOCK_'],
  whence: ['WHENCE_', 'SEEK_'],
  advice: ['ADVICE_', 'POSIX_FADV_'],
  filetype: ['FILETYPE_'],
  eventtype: ['EVENTTYPE_'],
  addressfamily: ['ADDRESS_FAMILY_', 'AF_'],
  sockettype: ['SOCK_TYPE_', 'SOCK_'],
  socketlevel: ['SOL_'],
  socketoption: ['SO_'],
  signal: ['SIGNAL_', 'SIG'],
};

const prefixed = (name: string, prefixes: readonly string[]) => [name, ...prefixes.map(prefix => prefix + name)];
const keys = <K extends string>(record: Readonly<Record<K, unknown>>) => Object.keys(record) as K[];

/** Everything that can be explained. */
export const catalogue: readonly CatalogueEntry[] = [
  ...everyHostcall.map((name): CatalogueEntry => ({ names: [name], subject: { kind: 'hostcall', name } })),
  ...errnos.map(({ name }, value): CatalogueEntry => {
    const bare = name.slice(1);
    return { names: [name, bare, `ERRNO_${bare}`, String(value)], subject: { kind: 'errno', value } };
  }),
  ...rights.map(
    (name, bit): CatalogueEntry => ({ names: prefixed(name, ['RIGHTS_']), subject: { kind: 'right', bit } }),
  ),
  ...keys(flagSets).flatMap(set =>
    flagSets[set].map(
      (name, bit): CatalogueEntry => ({ names: prefixed(name, PREFIXES[set]), subject: { kind: 'flag', set, bit } }),
    ),
  ),
  ...keys(enumerations).flatMap(of =>
    enumerations[of].map(
      (name, value): CatalogueEntry => ({ names: prefixed(name, PREFIXES[of]), subject: { kind: 'value', of, value } }),
    ),
  ),
  ...keys(flagSets).map((name): CatalogueEntry => ({ names: [name], subject: { kind: 'flags', name } })),
  ...keys(enumerations).map((name): CatalogueEntry => ({ names: [name], subject: { kind: 'enumeration', name } })),
  ...keys(layouts).map(
    (name): CatalogueEntry => ({
      names: name === 'iovec' ? [name, 'ciovec'] : [name],
      subject: { kind: 'struct', name },
    }),
  ),
  ...families.map((name): CatalogueEntry => ({ names: [name], subject: { kind: 'family', name } })),
  ...hostcallClasses.map((name): CatalogueEntry => ({ names: [`%${name}`], subject: { kind: 'class', name } })),
  ...([PREVIEW1, UNSTABLE] as const).map(
    (name): CatalogueEntry => ({ names: [name], subject: { kind: 'module', name } }),
  ),
  ...posixFunctions.flatMap(functions =>
    functions.names.map((name): CatalogueEntry => ({ names: [name], subject: { kind: 'posix', name, functions } })),
  ),
  ...lists.map((of): CatalogueEntry => ({ names: [of, of.slice(0, -1)], subject: { kind: 'list', of } })),
];

/** The result of a look-up. */
export interface Found {
  /** The subjects with this exact spelling; if there are none, regardless of case. */
  readonly subjects: readonly Subject[];
  /** Proper names of what is spelt the same but for case. */
  readonly alike: readonly string[];
}

/**
 * Looks a name up.
 * @param query any spelling, also with a module's name or `__wasi_` before it, or with `(2)` or `()` behind it as manual pages are cited
 */
export function lookUp(query: string): Found {
  const name = query
    .replace(/^(wasi_snapshot_preview1|wasi_unstable)(\.|::|#)|^__wasi_|^__WASI_/, '')
    .replace(/\(\d?\)$/, '');
  const exact = catalogue.filter(entry => entry.names.includes(name));
  const folded = name.toLowerCase();
  const alike = catalogue.filter(
    entry => !exact.includes(entry) && entry.names.some(spelling => spelling.toLowerCase() === folded),
  );
  if (exact.length === 0) return { subjects: alike.map(({ subject }) => subject), alike: [] };
  return {
    subjects: exact.map(({ subject }) => subject),
    alike: [...new Set(alike.map(({ names }) => names[0] ?? ''))],
  };
}
