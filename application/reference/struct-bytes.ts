import { type Field, type Layout, type LayoutName, layouts, scalarSizes } from '../../domain/index.js';

/** Bytes of a struct that belong together: a field, or bytes between fields that are not used. */
export interface ByteRun {
  readonly offset: number;
  readonly size: number;
  /** Undefined for bytes that are not used. */
  readonly field: Field | undefined;
}

/** A struct, byte by byte. */
export interface StructBytes {
  /** Which variant of its union this is, such as `clock`; empty if it has no union, or one variant. */
  readonly variant: string;
  readonly size: number;
  /** In order, without a gap; none crosses a multiple of eight. */
  readonly runs: readonly ByteRun[];
}

/** The bytes of a struct, once for each variant of its union. */
export function structBytes(name: LayoutName, layout: Layout = layouts[name]): StructBytes[] {
  const variants = [...new Set(layout.fields.map(variantOf).filter(variant => variant !== ''))];
  if (variants.length < 2) return [{ variant: '', size: layout.size, runs: runsOf(layout, layout.fields) }];
  return variants.map(variant => {
    const fields = layout.fields.filter(field => ['', variant].includes(variantOf(field)));
    return { variant, size: layout.size, runs: runsOf(layout, fields) };
  });
}

function variantOf({ name }: Field): string {
  return name.includes('.') ? name.slice(0, name.indexOf('.')) : '';
}

function runsOf({ size }: Layout, fields: readonly Field[]): ByteRun[] {
  const runs: ByteRun[] = [];
  let at = 0;
  const unused = (to: number) => {
    while (at < to) {
      const end = Math.min(to, 8 * Math.floor(at / 8) + 8);
      runs.push({ offset: at, size: end - at, field: undefined });
      at = end;
    }
  };
  for (const field of fields.toSorted((a, b) => a.offset - b.offset)) {
    unused(field.offset);
    const width = scalarSizes[field.type];
    runs.push({ offset: field.offset, size: width, field });
    at = field.offset + width;
  }
  unused(size);
  return runs;
}
