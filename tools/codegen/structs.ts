import {
  type Abi,
  type Field,
  type LayoutName,
  layoutOf,
  type layouts,
  scalarSizes,
  unstableLayouts,
} from '../../domain/index.js';

/** The records in which structs cross the ABI, and which way they go. */
const stored = { fdstat: 'Fdstat', filestat: 'Filestat', prestat: 'Prestat', event: 'PollEvent' } as const;
const loaded = { subscription: 'Subscription' } as const;

const plus = (offset: number) => (offset === 0 ? 'at' : `at + ${offset}`);
const set = (bits: number, offset: number, value: string) =>
  `view.setUint${bits}(${plus(offset)}, ${value}${bits === 8 ? '' : ', true'});`;
const get = (bits: number, offset: number) => `view.getUint${bits}(${plus(offset)}${bits === 8 ? '' : ', true'})`;

function storeField({ type, offset, member, wide }: Field): string[] {
  const value = member === undefined ? '0' : `record.${member}`;
  const bits = scalarSizes[type] * 8;
  if (type !== 'u64') {
    // What was narrower in wasi_unstable holds as much as it can.
    return [set(bits, offset, wide === 'bigint' ? `Math.min(Number(${value}), ${2 ** bits - 1})` : value)];
  }
  switch (wide) {
    case 'bigint':
      return [`view.setBigUint64(${plus(offset)}, ${value}, true);`];
    case 'halves':
      return [set(32, offset, `${value}Low`), set(32, offset + 4, `${value}High`)];
    default:
      return [set(32, offset, value), set(32, offset + 4, `Math.floor(${value} / 0x1_0000_0000)`)];
  }
}

function loadField({ type, offset, member, wide }: Field): string[] {
  if (member === undefined) return [];
  const low = get(32, offset);
  const high = get(32, offset + 4);
  if (type !== 'u64') return [`record.${member} = ${get(scalarSizes[type] * 8, offset)};`];
  const halves = [`record.${member}Low = ${low};`, `record.${member}High = ${high};`];
  if (wide === 'halves') return halves;
  return [...halves, `record.${member} = fromHalves(record.${member}Low, record.${member}High);`];
}

/** Zeros for what no field covers, in scalars that are as wide as their alignment allows. */
function storeGap(from: number, to: number): string[] {
  const lines: string[] = [];
  for (let at = from; at < to; ) {
    const size = [4, 2].find(width => at % width === 0 && at + width <= to) ?? 1;
    lines.push(set(size * 8, at, '0'));
    at += size;
  }
  return lines;
}

function storeLines(struct: LayoutName, abi: Abi): string[] {
  const { size, fields } = layoutOf(struct, abi);
  const lines: string[] = [];
  let end = 0;
  for (const field of fields.toSorted((a, b) => a.offset - b.offset)) {
    lines.push(...storeGap(end, field.offset), ...storeField(field));
    end = field.offset + scalarSizes[field.type];
  }
  return [...lines, ...storeGap(end, size)];
}

function render(verb: 'store' | 'load', struct: LayoutName, record: string, abi: Abi): string {
  const name = `${verb}${struct[0]?.toUpperCase()}${struct.slice(1)}${abi === 'unstable' ? 'Unstable' : ''}`;
  const lines = verb === 'store' ? storeLines(struct, abi) : layoutOf(struct, abi).fields.flatMap(loadField);
  const module = abi === 'unstable' ? 'wasi_unstable' : 'wasi_snapshot_preview1';
  return [
    `/** The ${struct} of ${module}, ${layoutOf(struct, abi).size} bytes. */`,
    `export function ${name}(view: DataView, at: number, record: ${record}): void {`,
    ...lines.map(line => `  ${line}`),
    '}',
  ].join('\n');
}

/** Renders `application/abi/struct-access.gen.ts`. */
export function renderStructs(): string {
  const all = [
    ...Object.entries(stored).map(([struct, record]) => ['store', struct, record] as const),
    ...Object.entries(loaded).map(([struct, record]) => ['load', struct, record] as const),
  ];
  const functions = all.flatMap(([verb, name, record]) => {
    const struct = name as keyof typeof layouts;
    const preview1 = render(verb, struct, record, 'preview1');
    return struct in unstableLayouts ? [preview1, render(verb, struct, record, 'unstable')] : [preview1];
  });
  return `// Generated from the layouts of structs by tools/codegen; \`npm run codegen\` writes it anew. Do not edit.
//
// How structs are stored in the guest's memory and loaded from there. What lies between fields is set to zero.
import { type Fdstat, type Filestat, fromHalves, type PollEvent, type Prestat, type Subscription } from '../../domain/index.js';

${functions.join('\n\n')}
`;
}
