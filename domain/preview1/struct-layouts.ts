/**
 * The structs of preview1 as they lie in the guest's memory: name, offset and type of each field. Everything that stores, reads,
 * prints or documents a struct works from these.
 *
 * Source: the layout rules of the preview1 interface description (little-endian, natural alignment). All fields are unsigned unless said.
 */
import type { EnumKind, FlagKind } from './flags.js';

/** A field's scalar type. `u16` and narrower are zero-extended. */
export type Scalar = 'u8' | 'u16' | 'u32' | 'u64';

/** One field of a struct. */
export interface Field {
  readonly name: string;
  readonly offset: number;
  readonly type: Scalar;
  /** What the number means, if it is more than a number. */
  readonly as?: EnumKind | FlagKind | 'errno' | 'fd' | 'rights' | 'timestamp' | 'userdata' | 'pointer' | 'cookie';
  /**
   * The member of the record in which shells and meanings hand it on (records.ts), where it is lifted or lowered. Of a u64, `wide` says how the record
   * holds it: as a bigint; as a number; as two halves of 32 bits, `<member>Low` and `<member>High`; or as a number and as halves.
   */
  readonly member?: string;
  readonly wide?: 'bigint' | 'number' | 'halves' | 'number and halves';
}

/** A struct: its size in bytes and its fields in order. */
export interface Layout {
  readonly size: number;
  readonly align: number;
  readonly fields: readonly Field[];
}

export const layouts = {
  iovec: {
    size: 8,
    align: 4,
    fields: [
      { name: 'buf', offset: 0, type: 'u32', as: 'pointer' },
      { name: 'buf_len', offset: 4, type: 'u32' },
    ],
  },
  prestat: {
    size: 8,
    align: 4,
    fields: [
      { name: 'tag', offset: 0, type: 'u8' },
      { name: 'pr_name_len', offset: 4, type: 'u32', member: 'nameLength' },
    ],
  },
  fdstat: {
    size: 24,
    align: 8,
    fields: [
      { name: 'fs_filetype', offset: 0, type: 'u8', member: 'filetype', as: 'filetype' },
      { name: 'fs_flags', offset: 2, type: 'u16', member: 'flags', as: 'fdflags' },
      { name: 'fs_rights_base', offset: 8, type: 'u64', member: 'rightsBase', wide: 'number', as: 'rights' },
      {
        name: 'fs_rights_inheriting',
        offset: 16,
        type: 'u64',
        member: 'rightsInheriting',
        wide: 'number',
        as: 'rights',
      },
    ],
  },
  filestat: {
    size: 64,
    align: 8,
    fields: [
      { name: 'dev', offset: 0, type: 'u64', member: 'device', wide: 'bigint' },
      { name: 'ino', offset: 8, type: 'u64', member: 'inode', wide: 'bigint' },
      { name: 'filetype', offset: 16, type: 'u8', member: 'filetype', as: 'filetype' },
      { name: 'nlink', offset: 24, type: 'u64', member: 'links', wide: 'bigint' },
      { name: 'size', offset: 32, type: 'u64', member: 'size', wide: 'bigint' },
      { name: 'atim', offset: 40, type: 'u64', member: 'accessed', wide: 'bigint', as: 'timestamp' },
      { name: 'mtim', offset: 48, type: 'u64', member: 'modified', wide: 'bigint', as: 'timestamp' },
      { name: 'ctim', offset: 56, type: 'u64', member: 'changed', wide: 'bigint', as: 'timestamp' },
    ],
  },
  dirent: {
    size: 24,
    align: 8,
    fields: [
      { name: 'd_next', offset: 0, type: 'u64', as: 'cookie' },
      { name: 'd_ino', offset: 8, type: 'u64' },
      { name: 'd_namlen', offset: 16, type: 'u32' },
      { name: 'd_type', offset: 20, type: 'u8', as: 'filetype' },
    ],
  },
  subscription: {
    size: 48,
    align: 8,
    fields: [
      { name: 'userdata', offset: 0, type: 'u64', member: 'userdata', wide: 'halves', as: 'userdata' },
      { name: 'tag', offset: 8, type: 'u8', member: 'type', as: 'eventtype' },
      { name: 'clock.id', offset: 16, type: 'u32', member: 'clockId', as: 'clockid' },
      {
        name: 'clock.timeout',
        offset: 24,
        type: 'u64',
        member: 'timeout',
        wide: 'number and halves',
        as: 'timestamp',
      },
      { name: 'clock.precision', offset: 32, type: 'u64', as: 'timestamp' },
      { name: 'clock.flags', offset: 40, type: 'u16', member: 'clockFlags', as: 'subclockflags' },
      { name: 'fd_readwrite.fd', offset: 16, type: 'u32', member: 'fd', as: 'fd' },
    ],
  },
  event: {
    size: 32,
    align: 8,
    fields: [
      { name: 'userdata', offset: 0, type: 'u64', member: 'userdata', wide: 'halves', as: 'userdata' },
      { name: 'error', offset: 8, type: 'u16', member: 'errno', as: 'errno' },
      { name: 'type', offset: 10, type: 'u8', member: 'type', as: 'eventtype' },
      { name: 'fd_readwrite.nbytes', offset: 16, type: 'u64', member: 'nbytes', wide: 'number' },
      { name: 'fd_readwrite.flags', offset: 24, type: 'u16', member: 'flags', as: 'eventrwflags' },
    ],
  },
} as const satisfies Record<string, Layout>;

/** The name of a struct. */
export type LayoutName = keyof typeof layouts;

/** How many bytes a scalar takes. */
export const scalarSizes: Readonly<Record<Scalar, number>> = { u8: 1, u16: 2, u32: 4, u64: 8 };

function roundUp(offset: number, align: number): number {
  return Math.ceil(offset / align) * align;
}

function alignOf(fields: readonly Field[]): number {
  return Math.max(...fields.map(({ type }) => scalarSizes[type]));
}

/** The variant of a union that a field belongs to: `clock` of `clock.id`; empty for a field outside. */
function variantOf({ name }: Field): string {
  return name.includes('.') ? name.slice(0, name.indexOf('.')) : '';
}

/** Lays fields out as C does: naturally aligned, the variants of a union over each other. */
function laidOut(fields: readonly Omit<Field, 'offset'>[]): Layout {
  const unplaced = fields as readonly Field[];
  const inUnion = unplaced.filter(field => variantOf(field) !== '');
  let end = 0;
  let union = -1;
  const ends: Record<string, number> = {};
  const placed = unplaced.map(field => {
    const variant = variantOf(field);
    if (variant !== '' && union < 0) union = roundUp(end, alignOf(inUnion));
    const size = scalarSizes[field.type];
    const offset = roundUp(variant === '' ? end : (ends[variant] ?? union), size);
    if (variant === '') end = offset + size;
    else ends[variant] = offset + size;
    return { ...field, offset };
  });
  const align = alignOf(unplaced);
  return { size: roundUp(Math.max(end, ...Object.values(ends)), align), align, fields: placed };
}

/** A change of a field: another type, or a field that is not there otherwise and stands before another one. */
export type FieldChange = Scalar | (Omit<Field, 'name' | 'offset'> & { readonly before: string });

/**
 * A layout with some fields changed, laid out anew.
 * @param changes what is different, by the name of the field
 */
export function relaid({ fields }: Layout, changes: Readonly<Record<string, FieldChange>>): Layout {
  const added = Object.entries(changes).flatMap(([name, change]) =>
    typeof change === 'string' ? [] : [{ ...change, name }],
  );
  return laidOut(
    fields.flatMap(field => {
      const type = changes[field.name];
      const changed = typeof type === 'string' ? { ...field, type } : field;
      const inserted = added.filter(({ before }) => before === field.name).map(({ before, ...rest }) => rest);
      return [...inserted, changed];
    }),
  );
}
