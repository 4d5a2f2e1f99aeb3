import { encodeUtf8, takesBytes } from '../../domain/index.js';
import { type CallRecord, recordOf } from '../tracing/index.js';
import type { CallList } from './call-list.js';
import type { CallMemory } from './memory/memory-area.js';

const FIRST_CAPACITY = 4096;

/** Consecutive bytes of the guest's memory. */
export interface MemorySpan {
  readonly address: number;
  readonly length: number;
}

/**
 * The calls of a list whose lines contain a text, or whose buffers contain its bytes. Case is ignored; `\x00` is a byte by its number. It works in
 * steps, so a page can abandon it, and it continues when the list grows. A recording has all bytes that calls wrote to buffers, and the first 32 of
 * those that they read from buffers.
 *
 * ```ts
 * const search = new TextSearch(list, 'panic');
 * while (search.advance()) await nextFrame();
 * console.log(search.count);
 * ```
 */
export class TextSearch {
  readonly #list: CallList;
  readonly #text: string;
  readonly #bytes: Uint8Array;
  /** Of each call, whether it has been found. */
  #found = new Uint8Array(FIRST_CAPACITY);
  #count = 0;
  /** The searched calls: from `#from` to `#next`, and after the end from the beginning to `#wrapped`. */
  readonly #from: number;
  #next: number;
  #wrapped = 0;

  /** @param from the call to begin with; those before it come last */
  constructor(list: CallList, text: string, from = 0) {
    this.#list = list;
    this.#text = lowerCase(text);
    this.#bytes = bytesOf(this.#text);
    this.#from = from;
    this.#next = from;
  }

  /** How many calls have been found. */
  get count(): number {
    return this.#count;
  }

  /** How many calls have been searched. */
  get examined(): number {
    return this.#next - this.#from + this.#wrapped;
  }

  /** Whether a call has been found. */
  has(call: number): boolean {
    return this.#found[call] === 1;
  }

  /**
   * Searches further calls of the list.
   * @param most how many; the default takes about a millisecond
   * @returns whether there are more to search
   */
  advance(most = 400): boolean {
    const { length } = this.#list;
    if (this.#found.length < length) {
      const longer = new Uint8Array(Math.max(length, 2 * this.#found.length));
      longer.set(this.#found);
      this.#found = longer;
    }
    let left = most;
    for (; left > 0 && this.#next < length; left--) this.#look(this.#next++);
    for (; left > 0 && this.#wrapped < this.#from; left--) this.#look(this.#wrapped++);
    return this.#next < length || this.#wrapped < this.#from;
  }

  /** Whether the line of a call contains the text. */
  isInLine(call: number): boolean {
    // Lines are padded before their results.
    return lowerCase(this.#list.line(call).replace(/\s+= /, ' = ')).includes(this.#text);
  }

  /**
   * Where the text is in the bytes that a call read and wrote.
   * @param memory of the call, from `memoryOfCall`
   * @returns each occurrence; it has several spans if the text begins in one buffer and continues in the next
   */
  placesOf(call: number, { areas }: CallMemory): MemorySpan[][] {
    const event = this.#list.event(call);
    if (event === undefined) return [];
    return buffersOf(recordOf(event)).flatMap(({ name, bytes }) => {
      const parts = areas.filter(({ path }) => path === name || path.startsWith(`*${name}[`));
      // The contents of a table's pointers follow the table.
      const held = parts.length > 1 ? parts.slice(1) : parts;
      return placesIn(bytes, this.#bytes).map(at => spansOf(held, at, this.#bytes.length));
    });
  }

  #look(call: number): void {
    if (!this.isInLine(call) && !this.#isInBytes(call)) return;
    this.#found[call] = 1;
    this.#count++;
  }

  #isInBytes(call: number): boolean {
    const event = this.#list.event(call);
    return event !== undefined && buffersOf(recordOf(event)).some(({ bytes }) => indexOfBytes(bytes, this.#bytes) >= 0);
  }
}

/** As bytes are compared: of ASCII only, so that nothing changes its length. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, letters => letters.toLowerCase());
}

/** The bytes of a text in UTF-8, in which `\x00` is the byte of that number. */
function bytesOf(text: string): Uint8Array {
  const pieces = text
    .split(/(\\x[\da-f]{2})/)
    .map((piece, index) => (index % 2 === 0 ? encodeUtf8(piece) : [Number(`0${piece.slice(1)}`)]));
  return Uint8Array.from(
    pieces.flatMap(piece => [...piece]),
    lower,
  );
}

/** The known bytes of a call's inputs and outputs, by the name of the parameter or result. */
function buffersOf(call: CallRecord): { readonly name: string; readonly bytes: Uint8Array }[] {
  const { params, results } = call.shape;
  const found = params.map(({ name, kind, form, entryPart, exitPart }) => {
    if (takesBytes(kind)) return { name, bytes: call.entryBytes(entryPart + 1) };
    if (form === 'text') return { name, bytes: call.entryBytes(entryPart) };
    return { name, bytes: call.succeeded && exitPart >= 0 ? call.exitBytes(exitPart) : undefined };
  });
  if (call.succeeded)
    for (const { name, form, exitPart } of results)
      if (form === 'strings') found.push({ name, bytes: call.exitBytes(exitPart + 1) });
  return found.flatMap(({ name, bytes }) => (bytes === undefined ? [] : [{ name, bytes }]));
}

/** All places of bytes in others. @param wanted in lower case */
function placesIn(bytes: Uint8Array, wanted: Uint8Array): number[] {
  const places: number[] = [];
  for (let from = 0; ; ) {
    const at = indexOfBytes(bytes.subarray(from), wanted);
    if (at < 0) return places;
    places.push(from + at);
    from += at + wanted.length;
  }
}

/** Where bytes lie in memory that stand in the contents of areas, one behind the other. */
function spansOf(areas: CallMemory['areas'], at: number, length: number): MemorySpan[] {
  const spans: MemorySpan[] = [];
  let before = 0;
  for (const { address, bytes } of areas) {
    const size = bytes?.length ?? 0;
    const from = Math.max(at - before, 0);
    const to = Math.min(at + length - before, size);
    if (from < to) spans.push({ address: address + from, length: to - from });
    before += size;
  }
  return spans;
}

const A = 0x41;
const Z = 0x5a;
const CASE = 0x20;

/** Where bytes stand in others, if upper and lower case are the same. @param wanted in lower case @returns -1 for nowhere */
function indexOfBytes(bytes: Uint8Array, wanted: Uint8Array): number {
  const [first] = wanted;
  if (first === undefined) return -1;
  const last = bytes.length - wanted.length;
  for (let at = 0; at <= last; at++) {
    if (lower(bytes[at] as number) !== first) continue;
    let length = 1;
    while (length < wanted.length && lower(bytes[at + length] as number) === wanted[length]) length++;
    if (length === wanted.length) return at;
  }
  return -1;
}

function lower(byte: number): number {
  return byte >= A && byte <= Z ? byte | CASE : byte;
}
