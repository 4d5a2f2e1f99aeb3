import {
  describe,
  Errno,
  enumerations,
  errnosOf,
  errnoText,
  everyHostcall,
  type Family,
  families,
  flagSets,
  type HostcallName,
  hostcallNames,
  layouts,
  type Param,
  type Result,
  rights,
  structOf,
  UNSTABLE,
} from '../../domain/index.js';
import { causeOf, familyTexts, hostcallText } from '../../domain/texts/index.js';
import { cParams, cPrototype, wasmType } from './c-signature.js';
import { unstableDifferences } from './differences.js';
import { manualPageOf, specificationOf } from './further-reading.js';
import { memoryPicture } from './memory-picture.js';
import {
  type Block,
  block,
  code,
  facts,
  heading,
  joined,
  type Link,
  type Page,
  paragraph,
  type Text,
  table,
} from './page.js';

/** Where in the reference a hostcall is. */
export function linkTo(name: HostcallName): Link {
  return { text: name, page: describe(name).family, anchor: name };
}

/** The name of a kind, linked to where it is explained. */
function kindLink(kind: Param['kind'] | Result['kind']): Text {
  if (kind === 'rights') return { text: kind, page: 'rights' };
  if (kind in flagSets || kind in enumerations || kind in layouts) return { text: kind, page: 'types', anchor: kind };
  if (kind === 'nsubscriptions') return 'size';
  const struct = structOf(kind);
  return struct === undefined ? kind : { text: kind, page: 'types', anchor: struct };
}

function namesIn(name: HostcallName, from: Param | Result): string {
  return cParams(name)
    .filter(p => p.from === from)
    .map(p => code(p.name))
    .join(', ');
}

function paramTable(name: HostcallName): Block[] {
  const { params } = describe(name);
  const texts = hostcallText(name).params;
  if (params.length === 0) return [];
  const withRights = params.some(({ rights }) => rights !== undefined);
  const columns = ['#Parameter', '#Kind', 'Meaning', ...(withRights ? ['Rights it must hold'] : [])];
  const rows = params.map((param): Text[] => {
    const cells: Text[] = [namesIn(name, param), kindLink(param.kind), texts[param.name] ?? ''];
    return withRights ? [...cells, (param.rights ?? []).map(code).join(', ')] : cells;
  });
  return [table(columns, rows)];
}

function resultTable(name: HostcallName): Block[] {
  const { results, returnsResult } = describe(name);
  const texts = hostcallText(name).results;
  if (results.length === 0) return [];
  const rows = results.map((result): Text[] => [
    returnsResult ? code(result.name) : namesIn(name, result),
    kindLink(result.kind),
    texts[result.name] ?? '',
  ]);
  return [table([returnsResult ? '#Result, returned' : '#Result, written to', '#Kind', 'Meaning'], rows)];
}

function errnoTable(name: HostcallName): Block[] {
  const found = errnosOf(name);
  if (found.length === 0) return [];
  const rows = found.map((errno): Text[] => [
    { text: errno, page: 'errno' },
    `${Errno[errno]}, ${errnoText(Errno[errno])}`,
    causeOf(name, errno),
  ]);
  return [table(['#Error', 'Number and text', 'When'], rows)];
}

function factsOf(name: HostcallName): Block {
  const row = describe(name);
  const { posix } = hostcallText(name);
  const manual = manualPageOf(name);
  const waiting = row.noreturn ? 'it does not return' : row.waits ? 'yes: for data, room, a peer or a deadline' : 'no';
  return facts([
    ['WebAssembly', code(wasmType(name))],
    ['Specification', specificationOf(name).href],
    ['In POSIX', posix === '' ? 'nothing like it' : `${code(posix)}${manual === undefined ? '' : `, ${manual.href}`}`],
    ['Waits for others', waiting],
    ['In trace filters', row.classes.map(each => code(`%${each}`)).join(' ')],
    [`In ${UNSTABLE}`, unstableDifferences(name)],
  ]);
}

/** The text about a hostcall, without its name. */
function hostcallBlocks(name: HostcallName): Block[] {
  const { text, notes } = hostcallText(name);
  const picture = memoryPicture(name);
  return [
    paragraph(text),
    block('c', cPrototype(name)),
    factsOf(name),
    ...(notes === undefined ? [] : [paragraph(notes)]),
    ...paramTable(name),
    ...resultTable(name),
    ...errnoTable(name),
    ...(picture === undefined ? [] : [paragraph('The memory around one such call:'), block('text', picture)]),
  ];
}

/** One hostcall. */
export function hostcallPage(name: HostcallName): Page {
  const { params, results } = describe(name);
  const names = (items: readonly (Param | Result)[]) => items.map(item => item.name).join(', ');
  return {
    title: `${name}(${names(params)})${results.length === 0 ? '' : ` -> ${names(results)}`}`,
    blocks: hostcallBlocks(name),
  };
}

/** The page of one family of hostcalls. */
export function familyPage(family: Family): Page {
  const names = everyHostcall.filter(name => describe(name).family === family);
  return {
    title: family,
    blocks: [
      paragraph(familyTexts[family]),
      paragraph(joined(names.map(linkTo), ' · ')),
      ...names.flatMap(name => [heading(2, name), ...hostcallBlocks(name)]),
      paragraph({ text: 'All hostcalls', page: 'README' }),
    ],
  };
}

/** Hostcalls, a line each. */
export function hostcallTable(wanted: (name: HostcallName) => boolean = () => true): Block {
  const rows = everyHostcall.filter(wanted).map((name): Text[] => {
    const { text, posix } = hostcallText(name);
    return [linkTo(name), text, posix === '' ? '' : code(posix)];
  });
  return table(['#Hostcall', 'What it does', 'In POSIX'], rows);
}

/** The first page: every hostcall with its sentence. */
export function indexPage(): Page {
  return {
    title: 'Reference: WASI preview1, hostcall by hostcall',
    blocks: [
      paragraph(
        `WebAssembly can compute, and nothing else: to read a file or tell the time, a program calls functions that its host provides. WASI preview1 has ${hostcallNames.length} of them, imported from the module \`wasi_snapshot_preview1\`; WasmEdge and wasi-threads add ${everyHostcall.length - hostcallNames.length}. These pages describe each: its parameters and results, the errnos it returns, and how the bytes lie in the memory of the program.`,
      ),
      paragraph([
        'Besides the hostcalls: ',
        { text: 'errno', page: 'errno' },
        ', the numbers they return for an error; ',
        { text: 'rights', page: 'rights' },
        ', what a descriptor may be used for; ',
        { text: 'structs, flags and enumerations', page: 'types' },
        '; and ',
        { text: UNSTABLE, page: 'unstable' },
        ', the older module, as its differences.',
      ]),
      paragraph(
        `How to read a page. Every hostcall but proc_exit and thread-spawn returns an errno: 0, or the number of an error. Its results are written to places that the program passes as pointers; on an error nothing is written there. A \`path\` or a \`buffer\` takes two wasm parameters, a pointer and a length in bytes; \`iovecs\` (to fill) and \`ciovecs\` (to take from) take a pointer to an array and the number of its elements. Numbers are little-endian. In the pictures of memory, each line shows an address, the bytes there in hexadecimal, and their meaning; a field is set off to the column that it has in its struct. There are ${rights.length} rights, and a call on a descriptor that lacks one fails.`,
      ),
      ...families.flatMap(family => [
        heading(2, { text: family, page: family }),
        paragraph(familyTexts[family]),
        hostcallTable(name => describe(name).family === family),
      ]),
    ],
  };
}
