import { decodeUtf8, encodeUtf8 } from '../../../domain/index.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { LabelCode } from './call-layout.js';
import { LABEL_LIMIT, type ReferenceBudget } from './reference-budget.js';

/** The label of a descriptor that was opened below another. */
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

/** Writes the labels of descriptors, each once a block within the budget. */
export class LabelWriter {
  readonly #budget: ReferenceBudget;
  readonly #numbers = new Map<string, number>();
  #count = 0;

  constructor(budget: ReferenceBudget) {
    this.#budget = budget;
  }

  /** Begins a new block. */
  clear(): void {
    this.#numbers.clear();
    this.#count = 0;
  }

  write(out: ByteWriter, label: string | undefined): void {
    if (label === undefined) {
      out.byte(LabelCode.none);
      return;
    }
    if (label.length > LABEL_LIMIT) {
      this.write(out, label.slice(0, LABEL_LIMIT));
      return;
    }
    const known = this.#numbers.get(label);
    if (known !== undefined && this.#budget.allows(label.length, out.length)) {
      out.varint(LabelCode.known + known);
      return;
    }
    this.#numbers.set(label, this.#count++);
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
      label.length > LABEL_LIMIT ||
      !isOpened(label, directory, u8, at, length) ||
      !this.#budget.allows(label.length, out.length)
    ) {
      this.write(out, label);
      return;
    }
    this.#numbers.set(label, this.#count++);
    out.byte(LabelCode.opened);
  }
}

/** Reads what `LabelWriter` has written. */
export class LabelReader {
  readonly #budget: ReferenceBudget;
  #labels: string[] = [];

  constructor(budget: ReferenceBudget) {
    this.#budget = budget;
  }

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
        if (opened === undefined) return source.fail('has a label that follows from nothing');
        return this.#add(source, this.#referred(source, opened()));
      case LabelCode.added: {
        const bytes = source.bytes(source.varint());
        return this.#add(source, decodeUtf8(bytes, 0, bytes.length) ?? source.fail('has a label that is not UTF-8'));
      }
      default: {
        const label = this.#labels[code - LabelCode.known] ?? source.fail('has a label that was not written');
        return this.#referred(source, label);
      }
    }
  }

  #referred(source: ByteReader, label: string): string {
    return this.#budget.allows(label.length, source.taken) ? label : source.fail('repeats its labels too often');
  }

  #add(source: ByteReader, label: string): string {
    if (label.length > LABEL_LIMIT) source.fail('has a label that is too long');
    this.#labels.push(label);
    return label;
  }
}
