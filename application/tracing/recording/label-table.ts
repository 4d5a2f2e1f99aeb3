import { decodeUtf8, encodeUtf8 } from '../../../domain/index.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { LabelCode } from './call-flags.js';

/** What a descriptor is called that was opened below another. */
export function openedLabel(directory: string, path: string): string {
  return directory.endsWith('/') ? directory + path : `${directory}/${path}`;
}

/** Whether a label is that of a directory, `/` and a path in ASCII, without making strings of them. */
function isOpened(label: string, directory: string, u8: Uint8Array, at: number, length: number): boolean {
  const from = directory.length + (directory.endsWith('/') ? 0 : 1);
  if (label.length !== from + length || !label.startsWith(directory) || label[from - 1] !== '/') return false;
  for (let i = 0; i < length; i++) {
    const byte = u8[at + i] as number;
    if (byte >= 0x80 || label.charCodeAt(from + i) !== byte) return false;
  }
  return true;
}

/** Writes what descriptors are called, each label once a block. */
export class LabelWriter {
  readonly #numbers = new Map<string, number>();

  /** Begins a new block. */
  clear(): void {
    this.#numbers.clear();
  }

  write(out: ByteWriter, label: string | undefined): void {
    if (label === undefined) {
      out.byte(LabelCode.none);
      return;
    }
    const known = this.#numbers.get(label);
    if (known !== undefined) {
      out.varint(LabelCode.known + known);
      return;
    }
    this.#numbers.set(label, this.#numbers.size);
    const bytes = encodeUtf8(label);
    out.reserve(bytes.length);
    out.byte(LabelCode.added);
    out.varint(bytes.length);
    out.bytes(bytes);
  }

  /**
   * Writes the label of a descriptor that the call opened.
   * @param directory label of the descriptor it was opened below
   * @param at where the path begins in `u8`
   */
  writeOpened(
    out: ByteWriter,
    label: string | undefined,
    directory: string | undefined,
    u8: Uint8Array,
    at: number,
    length: number,
  ): void {
    if (
      label === undefined ||
      directory === undefined ||
      this.#numbers.has(label) ||
      !isOpened(label, directory, u8, at, length)
    ) {
      this.write(out, label);
      return;
    }
    this.#numbers.set(label, this.#numbers.size);
    out.byte(LabelCode.opened);
  }
}

/** Reads what `LabelWriter` has written. */
export class LabelReader {
  #labels: string[] = [];

  clear(): void {
    this.#labels = [];
  }

  /** @param opened what a label is that follows from the call */
  read(source: ByteReader, opened?: () => string): string | undefined {
    const code = source.varint();
    switch (code) {
      case LabelCode.none:
        return undefined;
      case LabelCode.opened:
        return this.#add(opened === undefined ? source.fail('has a label that follows from nothing') : opened());
      case LabelCode.added: {
        const bytes = source.bytes(source.varint());
        return this.#add(decodeUtf8(bytes, 0, bytes.length) ?? source.fail('has a label that is not UTF-8'));
      }
      default:
        return this.#labels[code - LabelCode.known] ?? source.fail('has a label that was not written');
    }
  }

  #add(label: string): string {
    this.#labels.push(label);
    return label;
  }
}
