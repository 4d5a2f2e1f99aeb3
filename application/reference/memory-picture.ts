import {
  type BufferContent,
  Clockid,
  describe,
  Eventtype,
  encodeUtf8,
  enumerations,
  errnoName,
  type Field,
  Filetype,
  flagNames,
  flagSets,
  type HostcallDescription,
  type HostcallName,
  type Layout,
  layouts,
  type Param,
  type ParamKind,
  paramKinds,
  type ResultKind,
  Right,
  resultKind,
  rightNames,
} from '../../domain/index.js';
import { type CParam, cParams } from './c-signature.js';

/** Bytes of the guest's memory and what they mean; at most eight. */
export interface MemoryRow {
  readonly address: number;
  readonly bytes: readonly number[];
  /** Columns to leave free, so that a field stands where it stands in its struct. */
  readonly column: number;
  readonly meaning: string;
}

/** One call, and the memory around it. */
export interface CallMemory {
  /** Such as `fd_tell(4, 0x1000)`. */
  readonly call: string;
  /** The program's data there. */
  readonly before: readonly MemoryRow[];
  /** What it finds there if the call returned 0. */
  readonly after: readonly MemoryRow[];
}

const WIDTHS = { u8: 1, u16: 2, u32: 4, u64: 8 } as const;
const NEW_YEAR = 1_767_225_600_000_000_000n;

function littleEndian(value: number | bigint, width: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (let i = 0; i < width; i++) {
    bytes.push(Number(rest & 255n));
    rest >>= 8n;
  }
  return bytes;
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

function spell(field: Field, value: number | bigint): string {
  const { as } = field;
  if (as === undefined || as === 'userdata' || as === 'cookie' || as === 'fd') return `${value}`;
  if (as === 'pointer') return hex(Number(value));
  if (as === 'errno') return value === 0 ? '0, no error' : errnoName(Number(value));
  if (as === 'rights') return rightNames(Number(value)).join('|') || '0';
  if (as === 'timestamp') return `${value} ns`;
  if (as in flagSets) return flagNames(as as keyof typeof flagSets, Number(value)).join('|') || '0';
  return enumerations[as as keyof typeof enumerations][Number(value)] ?? `${value}`;
}

/** A struct at an address, with a row for each field that has a value. */
function struct(layout: Layout, address: number, values: Readonly<Record<string, number | bigint>>): MemoryRow[] {
  return layout.fields
    .filter(field => field.name in values)
    .map(field => {
      const value = values[field.name] as number | bigint;
      return {
        address: address + field.offset,
        bytes: littleEndian(value, WIDTHS[field.type]),
        column: field.offset % 8,
        meaning: `${field.name} = ${spell(field, value)}`,
      };
    });
}

function text(
  address: number,
  value: string,
  meaning = JSON.stringify(value).replaceAll('\\u0000', '\\0'),
): MemoryRow[] {
  const bytes = [...encodeUtf8(value)];
  const rows: MemoryRow[] = [];
  for (let at = 0; at < bytes.length; at += 8) {
    rows.push({ address: address + at, bytes: bytes.slice(at, at + 8), column: 0, meaning: at === 0 ? meaning : '' });
  }
  return rows;
}

function scalar(address: number, width: number, value: number | bigint, meaning: string): MemoryRow[] {
  return [{ address, bytes: littleEndian(value, width), column: 0, meaning }];
}

/** The contents of the pictures, where the kind of a parameter does not determine them. */
const samples: Partial<Record<HostcallName, Readonly<Record<string, number | string>>>> = {
  args_sizes_get: { argc: 2, argv_buf_size: 14 },
  environ_sizes_get: { environc: 2, environ_buf_size: 18 },
  clock_res_get: { id: Clockid.MONOTONIC, resolution: 1 },
  clock_time_get: { id: Clockid.REALTIME, precision: 1000 },
  fd_prestat_dir_name: { fd: 3, path: '/' },
  fd_readdir: { cookie: 0 },
  fd_seek: { offset: -4, whence: 2, newoffset: 9 },
  fd_tell: { offset: 13 },
  path_create_directory: { path: 'new' },
  path_link: { old_path: 'a.txt', new_path: 'b.txt' },
  path_open: { path: 'a.txt', dirflags: 1, fs_rights_base: Right.FD_READ | Right.FD_SEEK | Right.FD_TELL },
  path_readlink: { path: 'link', buf: 'a.txt', bufused: 5 },
  path_remove_directory: { path: 'old' },
  path_rename: { old_path: 'a.txt', new_path: 'b.txt' },
  path_symlink: { old_path: 'a.txt', new_path: 'link' },
  path_filestat_set_times: { atim: 0, mtim: Number(NEW_YEAR), fst_flags: 4 },
  random_get: { buf: '\x9c\x1e\x57\xb0\x02\xe8\x4d\x71' },
  sock_accept: { flags: 4, new_fd: 5 },
  sock_recv: { ro_flags: 0 },
};

const STRINGS = { args_get: ['main.wasm', 'a.c'], environ_get: ['HOME=/', 'LANG=C.UTF8'] } as const;
const PIECES = ['hello', ', world\n'] as const;
const TOTAL = 13;

/** One such call and the memory around it, or undefined if it passes no pointer. */
export function callMemory(name: HostcallName): CallMemory | undefined {
  const params = cParams(name);
  const row = describe(name);
  if (row.returnsResult || !params.some(param => param.isPointer)) return undefined;
  const picture = new Picture(name, row);
  const args = params.map(param => picture.argument(param));
  const sorted = (rows: readonly MemoryRow[]) => rows.toSorted((a, b) => a.address - b.address);
  return { call: `${name}(${args.join(', ')})`, before: sorted(picture.before), after: sorted(picture.after) };
}

/** A picture of the memory around one call, or undefined if it passes no pointer. */
export function memoryPicture(name: HostcallName): string | undefined {
  const memory = callMemory(name);
  if (memory === undefined) return undefined;
  const lines = [memory.call];
  if (memory.before.length > 0) lines.push('', 'before the call', ...renderRows(memory.before));
  if (memory.after.length > 0) lines.push('', 'after it, if it returned 0', ...renderRows(memory.after));
  return lines.join('\n');
}

function renderRows(rows: readonly MemoryRow[]): string[] {
  return rows.map(({ address, bytes, column, meaning }) => {
    const cells = '   '.repeat(column) + bytes.map(byte => byte.toString(16).padStart(2, '0')).join(' ');
    return `  ${hex(address).padEnd(8)}${cells.padEnd(25)}${meaning}`.trimEnd();
  });
}

/** Chooses addresses and values for one call, and collects what memory holds before and after it. */
class Picture {
  readonly before: MemoryRow[] = [];
  readonly after: MemoryRow[] = [];
  readonly #name: HostcallName;
  readonly #row: HostcallDescription;
  /** Length to pass with the pointer that came last. */
  #length = 0;
  #next = 0x1000;

  constructor(name: HostcallName, row: HostcallDescription) {
    this.#name = name;
    this.#row = row;
  }

  argument(param: CParam): string {
    const { from, name } = param;
    const sample = samples[this.#name]?.[name];
    if (this.#row.results.some(result => result === from)) return this.#result(param, sample);
    if (name === `${from.name}_len`) return `${this.#length}`;
    const { form } = paramKinds[from.kind as ParamKind];
    switch (form) {
      case 'number':
        if (from.kind !== 'fd') return `${sample ?? 0}`;
        return `${sample ?? (this.#row.family === 'path' ? 3 : 4)}`;
      case 'text': {
        const address = this.#reserve();
        const path = `${sample ?? 'a.txt'}`;
        this.#length = path.length;
        this.before.push(...text(address, path, `${JSON.stringify(path)}, no NUL byte`));
        return hex(address);
      }
      case 'buffers': {
        const takes = paramKinds[from.kind as ParamKind].exit === undefined;
        return this.#iovecs(takes ? this.before : this.after, name);
      }
      case 'span':
        return this.#buffer((from as Param).holds, sample);
      case 'subscriptions':
        return this.#subscriptions();
      case 'events':
        return this.#events();
      case 'count':
        return '2';
      default:
        return `${sample ?? 0}`;
    }
  }

  #reserve(): number {
    const address = this.#next;
    this.#next += 0x100;
    return address;
  }

  #iovecs(dataRows: MemoryRow[], name: string): string {
    const array = this.#reserve();
    let data = this.#reserve();
    PIECES.forEach((piece, index) => {
      const fields = struct(layouts.iovec, array + index * layouts.iovec.size, { buf: data, buf_len: piece.length });
      this.before.push(...fields.map(r => ({ ...r, meaning: `${name}[${index}].${r.meaning}` })));
      dataRows.push(...text(data, piece));
      data += 0x10;
    });
    this.#length = PIECES.length;
    return hex(array);
  }

  #buffer(holds: BufferContent | undefined, sample: number | string | undefined): string {
    const address = this.#reserve();
    if (holds === 'entries') {
      this.#length = 256;
      let at = address;
      ['.', '..'].forEach((entry, index) => {
        const values = { d_next: index + 1, d_ino: 1001 - index, d_namlen: entry.length, d_type: Filetype.DIRECTORY };
        this.after.push(...struct(layouts.dirent, at, values), ...text(at + layouts.dirent.size, entry));
        at += layouts.dirent.size + entry.length;
      });
    } else if (holds === 'random') {
      const bytes = [...`${sample}`].map(c => c.charCodeAt(0));
      this.#length = bytes.length;
      this.after.push({ address, bytes, column: 0, meaning: 'anything' });
    } else {
      const written = `${sample}`;
      // Where the call tells how much it wrote, the buffer may be longer.
      this.#length = this.#row.results.length > 0 ? 256 : written.length;
      this.after.push(...text(address, written, `${JSON.stringify(written)}, no NUL byte`));
    }
    return hex(address);
  }

  #subscriptions(): string {
    const address = this.#reserve();
    const clock = {
      userdata: 1,
      tag: Eventtype.CLOCK,
      'clock.id': Clockid.MONOTONIC,
      'clock.timeout': 50_000_000,
      'clock.precision': 0,
      'clock.flags': 0,
    };
    const read = { userdata: 2, tag: Eventtype.FD_READ, 'fd_readwrite.fd': 0 };
    this.before.push(...struct(layouts.subscription, address, clock));
    this.before.push(...struct(layouts.subscription, address + layouts.subscription.size, read));
    return hex(address);
  }

  #events(): string {
    const address = this.#reserve();
    const values = { userdata: 1, error: 0, type: Eventtype.CLOCK };
    this.after.push(...struct(layouts.event, address, values));
    return hex(address);
  }

  #result({ from, name }: CParam, sample: number | string | undefined): string {
    const address = this.#reserve();
    switch (from.kind) {
      case 'strings':
        if (name === from.name) this.#strings(address);
        break;
      case 'fdstat': {
        const base = Right.FD_READ | Right.FD_SEEK | Right.FD_TELL;
        const values = {
          fs_filetype: Filetype.REGULAR_FILE,
          fs_flags: 0,
          fs_rights_base: base,
          fs_rights_inheriting: 0,
        };
        this.after.push(...struct(layouts.fdstat, address, values));
        break;
      }
      case 'filestat': {
        const times = { atim: NEW_YEAR, mtim: NEW_YEAR, ctim: NEW_YEAR };
        const values = { dev: 2050, ino: 1002, filetype: Filetype.REGULAR_FILE, nlink: 1, size: TOTAL, ...times };
        this.after.push(...struct(layouts.filestat, address, values));
        break;
      }
      case 'prestat':
        this.after.push(...struct(layouts.prestat, address, { tag: 0, pr_name_len: 1 }));
        break;
      default:
        this.#scalarResult(address, from.kind, name, sample);
    }
    return hex(address);
  }

  #scalarResult(address: number, kind: string, name: string, sample: number | string | undefined): void {
    const { size: width = 4 } = resultKind(kind as ResultKind);
    const usual = { timestamp: NEW_YEAR, fd: 4, size: TOTAL }[kind as string];
    const counts: Partial<Record<HostcallName, number>> = { fd_readdir: 51, poll_oneoff: 1 };
    const value = sample ?? counts[this.#name] ?? usual ?? 0;
    this.after.push(...scalar(address, width, BigInt(value), `${name} = ${value}`));
  }

  #strings(table: number): void {
    let at = table + 0x100;
    const found = STRINGS[this.#name as keyof typeof STRINGS];
    const bytes: MemoryRow[] = [];
    found.forEach((value, index) => {
      this.after.push(...scalar(table + 4 * index, 4, at, `[${index}] = ${hex(at)}`));
      bytes.push(...text(at, `${value}\0`));
      at += value.length + 1;
    });
    this.after.push(...bytes);
  }
}
