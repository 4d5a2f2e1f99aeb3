import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';
import {
  describe,
  errnosOf,
  everyHostcall,
  type HostcallName,
  hostcallNames,
  hostcalls,
  type LayoutName,
  layoutOf,
  layouts,
  paramKinds,
  resultKinds,
  structOf,
  wasmEdgeNames,
} from '../domain/index.js';
import {
  callSentences,
  enumerationTexts,
  flagTexts,
  hostcallText,
  hostcallTexts,
  rightTexts,
  structTexts,
} from '../domain/texts/index.js';
import { withoutDetours } from './direct-imports.js';

/** What reads text traces and NDJSON: recordings are read without it. */
const TRACE_READER = 'dist/application/inspection/written-source.js';

/** The texts of so many hostcalls come at once, one behind the other in the table: what is looked at together is mostly there together. */
const AT_ONCE = 3;

/** What says why a call failed. */
const CAUSES = 'dist/domain/texts/causes.js';

/** Modules in whose place there are others, the exports of which are there once they have been loaded. */
const replacements: Readonly<Record<string, string>> = {
  [TRACE_READER]: `export let WrittenSource;
export const load = async () => { ({ WrittenSource } = await import('later:${TRACE_READER}')); };`,

  'dist/domain/texts/call-sentences.js': 'export const callSentences = {};',
  'dist/domain/texts/value-texts.js': 'export const flagTexts = {}; export const enumerationTexts = {};',
  'dist/domain/texts/struct-texts.js': 'export const structTexts = {};',
  'dist/domain/texts/right-texts.js': 'export const rightTexts = {};',
  'dist/domain/texts/hostcall-texts.js': `import { everyHostcall } from '../preview1/hostcalls.js';
import { callSentences } from './call-sentences.js';
import { enumerationTexts, flagTexts } from './value-texts.js';
import { rightTexts } from './right-texts.js';
import { structTexts } from './struct-texts.js';
export const hostcallTexts = {};
export const causes = {};
export const hostcallText = name => ({ ...hostcallTexts[name], when: causes[name] });
const tables = [hostcallTexts, callSentences, flagTexts, enumerationTexts, structTexts, rightTexts];
const groups = [${Array.from({ length: Math.ceil(everyHostcall.length / AT_ONCE) }, (_, group) => `() => import('later:texts/${group}')`)}];
const loadGroup = async group => (await groups[group]()).default.forEach((texts, table) => Object.assign(tables[table], texts));
export const loaded = name => name in hostcallTexts;
export const load = name => Promise.all((name === undefined ? [...groups.keys()] : [Math.floor(everyHostcall.indexOf(name) / ${AT_ONCE})]).map(loadGroup));`,

  // The errnos of a hostcall, and what each means, are asked for where a call has failed, or is to be predicted.
  'dist/domain/preview1/errnos-of.js': `const errnos = ${JSON.stringify(Object.fromEntries(everyHostcall.map(name => [name, errnosOf(name)])))};
export const errnosOf = name => errnos[name];`,

  'dist/adapters/inspector/loading.js': `export { load as loadTraceReader } from '../../application/inspection/written-source.js';
export { load as loadHostcallTexts, loaded as hasHostcallTexts } from '../../domain/texts/hostcall-texts.js';`,
};

/** Tables of which only some is asked for, by the module that they are in and their name there. */
const tables: readonly (readonly [path: string, name: string, rows: object])[] = [
  [
    'dist/domain/preview1/hostcalls.js',
    'preview1Hostcalls',
    without(picked(hostcalls, hostcallNames), 'errnos', 'waits'),
  ],
  [
    'dist/domain/preview1/wasmedge.js',
    'wasmEdgeHostcalls',
    without(picked(hostcalls, wasmEdgeNames), 'errnos', 'waits'),
  ],
  ['dist/domain/preview1/kinds.js', 'ownKinds', without(paramKinds, 'errnos', 'c')],
  ['dist/domain/preview1/struct-layouts.js', 'layouts', withoutMembers(layouts)],
  ['dist/domain/preview1/kinds.js', 'resultKinds', without(resultKinds, 'c')],
];

/** Rows without some of their members. */
function without(rows: object, ...members: readonly string[]): object {
  return Object.fromEntries(
    Object.entries(rows).map(([name, row]) => [
      name,
      Object.fromEntries(Object.entries(row).filter(([member]) => !members.includes(member))),
    ]),
  );
}

/** Layouts without what makes a record of a struct. */
function withoutMembers(structs: object): object {
  return JSON.parse(JSON.stringify(structs, (key, value) => (key === 'member' || key === 'wide' ? undefined : value)));
}

/** A compiled module with the tables that a page needs in place of its own. */
function withTables(path: string, text: string): string {
  return tables
    .filter(([of]) => of === path)
    .reduce((made, [, name, rows]) => {
      const table = new RegExp(`(?<=^(?:export )?const ${name} = )\\{\\n[^]*?^\\};`, 'm');
      if (!table.test(made)) throw new Error(`${path} has no table ${name}`);
      return made.replace(table, () => `${JSON.stringify(rows)};`);
    }, text);
}

/** When hostcalls give errnos, where that is particular to them, as a module. */
function particularCauses(): string {
  const causes = everyHostcall.map(name => [name, hostcallText(name).when]);
  return `export default ${JSON.stringify(Object.fromEntries(causes))}`;
}

/** What is said of a group of hostcalls, of the values that their calls have and of the structs that these are in, as a module. */
function textsOf(group: number): string {
  const names = everyHostcall.slice(group * AT_ONCE, (group + 1) * AT_ONCE);
  const structs = names.flatMap(structsOf);
  const fields = structs.flatMap(struct => [
    ...layoutOf(struct, 'preview1').fields,
    ...layoutOf(struct, 'unstable').fields,
  ]);
  const meanings = [
    ...names.flatMap(name => [...describe(name).params, ...describe(name).results].map(({ kind }) => kind)),
    ...fields.flatMap(({ as }) => as ?? []),
  ];
  const texts = [
    without(picked(hostcallTexts, names), 'when'),
    picked(callSentences, names),
    picked(flagTexts, meanings),
    picked(enumerationTexts, meanings),
    picked(structTexts, structs),
    meanings.includes('rights') ? rightTexts : {},
  ];
  return `export default ${JSON.stringify(texts)}`;
}

/** The structs in memory that calls of a hostcall have to do with. */
function structsOf(name: HostcallName): LayoutName[] {
  const { params, results } = describe(name);
  const structs = [...params, ...results].flatMap(({ kind }) => structOf(kind) ?? []);
  return params.some(({ holds }) => holds === 'entries') ? [...structs, 'dirent'] : structs;
}

/** The members of a table with some names. */
function picked(table: Readonly<Record<string, unknown>>, names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(table).filter(([name]) => names.includes(name)));
}

/**
 * Leaves out of a page what it asks for in `adapters/inspector/loading.ts` when it needs it: it is in files of its own then.
 * @param root of the repository
 */
export function laterModules(root: string): Plugin {
  return {
    name: 'later modules',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^later:/ }, ({ path }) => ({ path: path.slice('later:'.length), namespace: 'later' }));
      onLoad({ filter: /.*/, namespace: 'later' }, ({ path }) => {
        if (path === 'causes') return { contents: particularCauses() };
        if (path.startsWith('texts/')) return { contents: textsOf(Number(path.slice('texts/'.length))) };
        return importingBefore(root, join(root, path));
      });
      const replace = (path: string, contents: () => string) => {
        const file = join(root, path);
        const filter = new RegExp(`${path.replace(/[.]/g, '\\.').replace(/\//g, '[/\\\\]')}$`);
        onLoad({ filter, namespace: 'file' }, () => ({
          contents: withoutDetours(file, contents()),
          resolveDir: dirname(file),
        }));
      };
      for (const [path, contents] of Object.entries(replacements)) replace(path, () => contents);
      for (const path of new Set(tables.map(([of]) => of)))
        replace(path, () => withTables(path, readFileSync(join(root, path), 'utf8')));
      replace(
        CAUSES,
        () => `import { causes } from './hostcall-texts.js';
import particular from 'later:causes';
${readFileSync(join(root, CAUSES), 'utf8')}
Object.assign(causes, particular);`,
      );
    },
  };
}

/** What is loaded before the rest: the module that all of it is imported by, and something that it exports. */
const FIRST = { file: 'dist/adapters/inspector/mount.js', name: 'mountInspector' };
const DETAILS = { file: 'dist/adapters/inspector/call/details.js', name: 'Details' };

/** What is loaded behind the details of a call. */
const behindDetails = ['call/failure.js', 'memory/origin.js', 'shell/occasional.js'];

function importingBefore(root: string, file: string): { readonly contents: string; readonly resolveDir: string } {
  const before = behindDetails.some(each => file === join(root, 'dist/adapters/inspector', each))
    ? [FIRST, DETAILS]
    : [FIRST];
  const imports = before.map(
    ({ file: from, name }) => `export { ${name} as before${name} } from '${join(root, from)}';`,
  );
  const text = [readFileSync(file, 'utf8'), ...imports].join('\n');
  return { contents: withoutDetours(file, text), resolveDir: dirname(file) };
}

/**
 * Has what is loaded at times import what is there by then: the first part, and the details of a call. esbuild makes a file of all that the same entry points import; without this, the
 * first part would be in as many files as there are ways to share some of it, each packed by itself.
 * @param root of the repository
 */
export function oneFirstPart(root: string): Plugin {
  const later = loadedLater(join(root, 'dist/adapters/inspector'));
  return {
    name: 'one first part',
    setup({ onLoad }) {
      onLoad({ filter: /\.js$/, namespace: 'file' }, ({ path }) =>
        later.has(path) ? importingBefore(root, path) : undefined,
      );
    },
  };
}

/** The modules that those in a folder import when they need them. */
function loadedLater(folder: string): ReadonlySet<string> {
  const modules = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(({ name }) =>
    name.endsWith('.js'),
  );
  return new Set(
    modules.flatMap(({ parentPath, name }) =>
      [...readFileSync(join(parentPath, name), 'utf8').matchAll(/\bimport\('(\.[^']+)'\)/g)].map(([, path = '']) =>
        join(parentPath, path),
      ),
    ),
  );
}
