/** Reading WebAssembly's binary format. Source: the core specification, chapter "Binary Format". */
import { decodeUtf8 } from '../../domain/index.js';

const VALUE_TYPES: Readonly<Record<number, string>> = {
  127: 'i32',
  126: 'i64',
  125: 'f32',
  124: 'f64',
  123: 'v128',
  112: 'funcref',
  111: 'externref',
  110: 'anyref',
  109: 'eqref',
  108: 'i31ref',
  107: 'structref',
  106: 'arrayref',
  105: 'exnref',
};

/** A memory of the module's own, or an imported one. */
export interface MemoryDeclaration {
  /** Pages of 64 KiB. */
  readonly initial: number;
  readonly maximum: number | undefined;
  readonly shared: boolean;
}

/** Features of a module that an engine may not know, as found in its declarations. */
export type Proposal =
  | '64-bit memory'
  | 'custom page sizes'
  | 'several memories'
  | 'exception handling'
  | 'garbage-collected types'
  | 'function references';

const LIMIT = { maximum: 1, shared: 2, address64: 4, pageSize: 8 } as const;

/** Reads bytes in order. Beyond the end it reads zeros; the engine has already refused such a module, or will. */
export class SectionReader {
  private readonly bytes: Uint8Array;
  position: number;
  /** The features found. */
  readonly proposals = new Set<Proposal>();

  constructor(bytes: Uint8Array, position: number) {
    this.bytes = bytes;
    this.position = position;
  }

  /** Whether all has been read. */
  get ended(): boolean {
    return this.position >= this.bytes.length;
  }

  byte(): number {
    return this.bytes[this.position++] ?? 0;
  }

  /** A LEB128 number, exact to 2^53. */
  number(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  }

  /** A name. One that is not UTF-8, as engines allow in custom sections only, reads as U+FFFD. */
  name(): string {
    const length = this.number();
    const start = this.position;
    this.position += length;
    const end = Math.min(start + length, this.bytes.length);
    return start < end ? (decodeUtf8(this.bytes, start, end - start) ?? '\ufffd') : '';
  }

  /** A value type; references to declared types read as `ref`. */
  valueType(): string {
    const byte = this.byte();
    if (byte !== 0x63 && byte !== 0x64) return VALUE_TYPES[byte] ?? 'ref';
    this.number();
    this.proposals.add('function references');
    return 'ref';
  }

  valueTypes(): string[] {
    const types: string[] = [];
    for (let left = this.number(); left > 0 && !this.ended; left--) types.push(this.valueType());
    return types;
  }

  limits(): MemoryDeclaration {
    const flags = this.byte();
    const initial = this.number();
    const maximum = flags & LIMIT.maximum ? this.number() : undefined;
    if (flags & LIMIT.address64) this.proposals.add('64-bit memory');
    if (flags & LIMIT.pageSize) {
      this.number();
      this.proposals.add('custom page sizes');
    }
    return { initial, maximum, shared: (flags & LIMIT.shared) !== 0 };
  }
}
