/** Reading WebAssembly's binary format. Source: the core specification, chapter "Binary Format". */
import type { MemoryDeclaration } from './module-sections.js';

const VALUE_TYPES: Readonly<Record<number, string>> = {
  127: 'i32',
  126: 'i64',
  125: 'f32',
  124: 'f64',
  123: 'v128',
  112: 'funcref',
  111: 'externref',
};
const LIMIT = { maximum: 1, shared: 2, pageSize: 8 } as const;

/** Reads bytes in order. Beyond the end it reads zeros; the engine has already refused such a module, or will. */
export class SectionReader {
  private readonly bytes: Uint8Array;
  position: number;

  constructor(bytes: Uint8Array, position: number) {
    this.bytes = bytes;
    this.position = position;
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

  name(): string {
    const length = this.number();
    const start = this.position;
    this.position += length;
    return new TextDecoder().decode(this.bytes.subarray(start, start + length));
  }

  /** A value type; references to declared types read as `ref`. */
  valueType(): string {
    const byte = this.byte();
    if (byte !== 0x63 && byte !== 0x64) return VALUE_TYPES[byte] ?? 'ref';
    this.number();
    return 'ref';
  }

  valueTypes(): string[] {
    return Array.from({ length: this.number() }, () => this.valueType());
  }

  limits(): MemoryDeclaration {
    const flags = this.byte();
    const initial = this.number();
    const maximum = flags & LIMIT.maximum ? this.number() : undefined;
    if (flags & LIMIT.pageSize) this.number();
    return { initial, maximum, shared: (flags & LIMIT.shared) !== 0 };
  }
}
