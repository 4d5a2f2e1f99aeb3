import {
  describe,
  type EnumKind,
  enumerations,
  everyHostcall,
  type FlagKind,
  flagSets,
  type Layout,
  type LayoutName,
  layouts,
  PREVIEW1,
  UNSTABLE,
  unstableLayouts,
} from '../../domain/index.js';
import { structText, valueText } from '../../domain/texts/index.js';
import { WHENCE_DIFFERS } from './differences.js';
import { linkTo } from './hostcall-pages.js';
import { type Block, code, facts, heading, joined, type Page, paragraph, type Text, table } from './page.js';

const WIDTHS = { u8: 1, u16: 2, u32: 4, u64: 8 } as const;

/**
 * The fields of a struct, one a row, with the unused bytes between them.
 * @param name which struct
 * @param layout as it is in one of the two modules
 * @param typesPage where the types of the fields are explained; empty for the same page
 */
export function layoutTable(name: LayoutName, layout: Layout, typesPage = ''): Block {
  const texts = structText(name).fields;
  const rows: Text[][] = [];
  let end = 0;
  const pad = (to: number) => {
    if (to > end) rows.push([range(end, to), '', '', 'not used']);
  };
  for (const { name: field, offset, type, as } of layout.fields.toSorted((a, b) => a.offset - b.offset)) {
    pad(offset);
    const width = WIDTHS[type];
    end = Math.max(end, offset + width);
    const kind = as === undefined || as === 'pointer' ? type : joined([`${type}, `, typeLink(as, typesPage)], '');
    rows.push([range(offset, offset + width), code(field), kind, texts[field] ?? '']);
  }
  pad(layout.size);
  return table(['#Bytes', '#Field', '#Type', 'Meaning'], rows);
}

function range(from: number, to: number): string {
  return to - from === 1 ? `${from}` : `${from}–${to - 1}`;
}

function typeLink(as: string, typesPage: string): Text {
  if (as === 'rights' || as === 'errno') return { text: as, page: as };
  return as in flagSets || as in enumerations ? { text: as, page: typesPage, anchor: as } : as;
}

/** Where a set of flags or an enumeration is used: in which hostcalls, in which structs. */
function uses(kind: FlagKind | EnumKind, typesPage: string): Block[] {
  const calls = everyHostcall.filter(name => {
    const { params, results } = describe(name);
    return [...params, ...results].some(item => item.kind === kind);
  });
  const structs = Object.entries<Layout>(layouts).filter(([, { fields }]) => fields.some(field => field.as === kind));
  const rows: (readonly [string, Text])[] = [];
  if (calls.length > 0) rows.push(['Hostcalls', joined(calls.map(linkTo), ', ')]);
  if (structs.length > 0)
    rows.push([
      'Structs',
      joined(
        structs.map(([name]) => ({ text: name, page: typesPage, anchor: name })),
        ', ',
      ),
    ]);
  return rows.length === 0 ? [] : [facts(rows)];
}

function flagTable(kind: FlagKind): Block {
  const bits: readonly string[] = flagSets[kind];
  if (bits.length === 0) return paragraph('No flags are defined: it must be 0.');
  return table(
    ['#Bit', '#Mask', '#Name', 'Meaning'],
    bits.map((name, bit) => [`${bit}`, `0x${(1 << bit).toString(16)}`, code(name), valueText(kind, name)]),
  );
}

function valueTable(kind: EnumKind): Block {
  const values: readonly string[] = enumerations[kind];
  return table(
    ['#Value', '#Name', 'Meaning'],
    values.map((name, value) => [`${value}`, code(name), valueText(kind, name)]),
  );
}

function structBlocks(name: LayoutName): Block[] {
  const layout = layouts[name];
  return [
    paragraph(structText(name).text),
    paragraph(`${layout.size} bytes, aligned to ${layout.align}.`),
    layoutTable(name, layout),
  ];
}

const structNames = Object.keys(layouts) as LayoutName[];
const flagKinds = Object.keys(flagSets) as FlagKind[];
const enumKinds = Object.keys(enumerations) as EnumKind[];

/** The page of structs, flags and enumerations. */
export function typesPage(): Page {
  return {
    title: 'Structs, flags and enumerations',
    blocks: [
      paragraph(
        'All numbers are little-endian and unsigned. For a bit or value that is not listed, a hostcall returns EINVAL.',
      ),
      heading(2, 'Structs'),
      ...structNames.flatMap(name => [heading(3, name), ...structBlocks(name)]),
      heading(2, 'Flags'),
      ...flagKinds.flatMap(kind => [heading(3, kind), ...uses(kind, ''), flagTable(kind)]),
      heading(2, 'Enumerations'),
      paragraph(['The order of `whence` differs in ', { text: UNSTABLE, page: 'unstable' }, '.']),
      ...enumKinds.flatMap(kind => [heading(3, kind), ...uses(kind, ''), valueTable(kind)]),
    ],
  };
}

/** One struct, in both modules where they differ. */
export function structPage(name: LayoutName): Page {
  const other: Layout | undefined = (unstableLayouts as Partial<Record<LayoutName, Layout>>)[name];
  const { size, align } = layouts[name];
  return {
    title: `${name}: a struct of ${size} bytes, aligned to ${align} (${PREVIEW1})`,
    blocks: [
      paragraph(structText(name).text),
      layoutTable(name, layouts[name], 'types'),
      ...(other === undefined
        ? []
        : [
            heading(2, `${name}: a struct of ${other.size} bytes, aligned to ${other.align} (${UNSTABLE})`),
            layoutTable(name, other, 'types'),
          ]),
    ],
  };
}

/** All structs. */
export function structList(): Page {
  return { title: 'Structs', blocks: structNames.flatMap(name => [heading(2, name), ...structBlocks(name)]) };
}

/** One set of flags. */
export function flagsPage(kind: FlagKind): Page {
  return { title: `${kind}: a set of flags`, blocks: [flagTable(kind), ...uses(kind, 'types')] };
}

/** One flag. */
export function flagPage(kind: FlagKind, bit: number): Page {
  const name = flagSets[kind][bit] ?? '';
  return {
    title: `${name}: a flag of ${kind}, bit ${bit} (0x${(1 << bit).toString(16)})`,
    blocks: [paragraph(valueText(kind, name)), ...uses(kind, 'types')],
  };
}

/** All flags. */
export function flagList(): Page {
  return { title: 'Flags', blocks: flagKinds.flatMap(kind => [heading(2, kind), flagTable(kind)]) };
}

/** One enumeration. */
export function enumerationPage(kind: EnumKind): Page {
  return {
    title: `${kind}: an enumeration`,
    blocks: [valueTable(kind), ...uses(kind, 'types'), ...whenceBlocks(kind)],
  };
}

/** One value of an enumeration. */
export function valuePage(kind: EnumKind, value: number): Page {
  const name = enumerations[kind][value] ?? '';
  return {
    title: `${name}: a value of ${kind}, ${value}`,
    blocks: [paragraph(valueText(kind, name)), ...uses(kind, 'types'), ...whenceBlocks(kind)],
  };
}

/** All enumerations. */
export function enumerationList(): Page {
  return { title: 'Enumerations', blocks: enumKinds.flatMap(kind => [heading(2, kind), valueTable(kind)]) };
}

function whenceBlocks(kind: EnumKind): Block[] {
  return kind === 'whence' ? [facts([[`In ${UNSTABLE}`, WHENCE_DIFFERS]])] : [];
}
