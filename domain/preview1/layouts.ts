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
  /** What the number means, where it is more than a number. */
  readonly as?: EnumKind | FlagKind | 'errno' | 'fd' | 'rights' | 'timestamp' | 'userdata' | 'pointer' | 'cookie';
  /**
   * The member of the record in which shells and meanings hand it on (records.ts), where it is lifted or lowered. Of a u64, `wide` says how the record
   * holds it: as a bigint; as a number; as two halves of 32 bits, `<member>Low` and `<member>High`; or as a number and as halves.
   */
  readonly member?: string;
  readonly wide?: 'bigint' | 'number' | 'halves' | 'number and halves';
  /** What it tells, in one sentence. */
  readonly text: string;
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
      { name: 'buf', offset: 0, type: 'u32', as: 'pointer', text: 'Where the buffer begins.' },
      { name: 'buf_len', offset: 4, type: 'u32', text: 'How long it is, in bytes.' },
    ],
  },
  prestat: {
    size: 8,
    align: 4,
    fields: [
      { name: 'tag', offset: 0, type: 'u8', text: 'The kind of preopen; always 0, a directory.' },
      { name: 'pr_name_len', offset: 4, type: 'u32', member: 'nameLength', text: 'How long its name is, in bytes.' },
    ],
  },
  fdstat: {
    size: 24,
    align: 8,
    fields: [
      {
        name: 'fs_filetype',
        offset: 0,
        type: 'u8',
        member: 'filetype',
        as: 'filetype',
        text: 'What is behind the descriptor.',
      },
      { name: 'fs_flags', offset: 2, type: 'u16', member: 'flags', as: 'fdflags', text: 'The descriptor’s flags.' },
      {
        name: 'fs_rights_base',
        offset: 8,
        type: 'u64',
        member: 'rightsBase',
        wide: 'number',
        as: 'rights',
        text: 'What the descriptor may be used for.',
      },
      {
        name: 'fs_rights_inheriting',
        offset: 16,
        type: 'u64',
        member: 'rightsInheriting',
        wide: 'number',
        as: 'rights',
        text: 'What may be used through it: the most that path_open can hand on.',
      },
    ],
  },
  filestat: {
    size: 64,
    align: 8,
    fields: [
      { name: 'dev', offset: 0, type: 'u64', member: 'device', wide: 'bigint', text: 'The file system’s device.' },
      {
        name: 'ino',
        offset: 8,
        type: 'u64',
        member: 'inode',
        wide: 'bigint',
        text: 'The file’s number on that device.',
      },
      { name: 'filetype', offset: 16, type: 'u8', member: 'filetype', as: 'filetype', text: 'What it is.' },
      { name: 'nlink', offset: 24, type: 'u64', member: 'links', wide: 'bigint', text: 'How many names it has.' },
      {
        name: 'size',
        offset: 32,
        type: 'u64',
        member: 'size',
        wide: 'bigint',
        text: 'Its size in bytes; of a symbolic link, the length of its target.',
      },
      {
        name: 'atim',
        offset: 40,
        type: 'u64',
        member: 'accessed',
        wide: 'bigint',
        as: 'timestamp',
        text: 'When its data were last read.',
      },
      {
        name: 'mtim',
        offset: 48,
        type: 'u64',
        member: 'modified',
        wide: 'bigint',
        as: 'timestamp',
        text: 'When its data were last changed.',
      },
      {
        name: 'ctim',
        offset: 56,
        type: 'u64',
        member: 'changed',
        wide: 'bigint',
        as: 'timestamp',
        text: 'When its attributes were last changed.',
      },
    ],
  },
  dirent: {
    size: 24,
    align: 8,
    fields: [
      { name: 'd_next', offset: 0, type: 'u64', as: 'cookie', text: 'Cookie of the next entry.' },
      { name: 'd_ino', offset: 8, type: 'u64', text: 'The file’s number.' },
      { name: 'd_namlen', offset: 16, type: 'u32', text: 'How long the name is, in bytes; it follows the struct.' },
      { name: 'd_type', offset: 20, type: 'u8', as: 'filetype', text: 'What it is, symbolic links not followed.' },
    ],
  },
  subscription: {
    size: 48,
    align: 8,
    fields: [
      {
        name: 'userdata',
        offset: 0,
        type: 'u64',
        member: 'userdata',
        wide: 'halves',
        as: 'userdata',
        text: 'Any number; the event brings it back.',
      },
      { name: 'tag', offset: 8, type: 'u8', member: 'type', as: 'eventtype', text: 'What to wait for.' },
      { name: 'clock.id', offset: 16, type: 'u32', member: 'clockId', as: 'clockid', text: 'Which clock.' },
      {
        name: 'clock.timeout',
        offset: 24,
        type: 'u64',
        member: 'timeout',
        wide: 'number and halves',
        as: 'timestamp',
        text: 'When, or how long, in nanoseconds.',
      },
      {
        name: 'clock.precision',
        offset: 32,
        type: 'u64',
        as: 'timestamp',
        text: 'How much later will do, in nanoseconds.',
      },
      {
        name: 'clock.flags',
        offset: 40,
        type: 'u16',
        member: 'clockFlags',
        as: 'subclockflags',
        text: 'Whether the timeout is a point in time.',
      },
      { name: 'fd_readwrite.fd', offset: 16, type: 'u32', member: 'fd', as: 'fd', text: 'Which descriptor.' },
    ],
  },
  event: {
    size: 32,
    align: 8,
    fields: [
      {
        name: 'userdata',
        offset: 0,
        type: 'u64',
        member: 'userdata',
        wide: 'halves',
        as: 'userdata',
        text: 'The number of the subscription.',
      },
      {
        name: 'error',
        offset: 8,
        type: 'u16',
        member: 'errno',
        as: 'errno',
        text: 'What was wrong with the subscription; 0 for nothing.',
      },
      { name: 'type', offset: 10, type: 'u8', member: 'type', as: 'eventtype', text: 'What occurred.' },
      {
        name: 'fd_readwrite.nbytes',
        offset: 16,
        type: 'u64',
        member: 'nbytes',
        wide: 'number',
        text: 'How many bytes can be read or written.',
      },
      {
        name: 'fd_readwrite.flags',
        offset: 24,
        type: 'u16',
        member: 'flags',
        as: 'eventrwflags',
        text: 'The state of the descriptor.',
      },
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
