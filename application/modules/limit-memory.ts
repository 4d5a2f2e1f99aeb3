import { ConfigurationError } from '../errors.js';
import { readSections } from './module-sections.js';
import { SectionReader } from './section-reader.js';

const PAGE = 65_536;
const IMPORT_SECTION = 2;
const MEMORY_SECTION = 5;
/** The kinds of imports, but for tags. */
const KIND = { function: 0, table: 1, memory: 2, global: 3 };
const HEADER = 8;
const MAXIMUM = 1;

/**
 * A module whose memory cannot grow beyond a limit: there `memory.grow` fails, as it does where the host has no more. The maximum that the module declares is
 * lowered, or one is declared; this is the one thing about it that changes.
 * @param wasm a core module that the engine accepts
 * @param limit in bytes; rounded down to whole pages of 64 KiB
 * @param option how messages call the limit
 * @throws ConfigurationError if it begins with more, if its memory is neither its own nor one that threads share, or has pages of another size
 */
export function limitMemory(wasm: Uint8Array, limit: number, option = 'maxMemory'): Uint8Array {
  const { imports, memories, proposals } = readSections(wasm);
  // An engine refuses a maximum beyond what addresses reach.
  const reach = proposals.has('64-bit memory') ? Number.MAX_SAFE_INTEGER : 2 ** 32;
  if (memories.length === 0 || limit >= reach) return wasm;
  const shared = imports.some(({ memory }) => memory?.shared === true);
  if (!shared && imports.some(({ kind }) => kind === 'memory'))
    throw new ConfigurationError(
      `the module imports its memory, which ${option} cannot limit`,
      `leave out ${option}, and give the memory in the imports option a maximum`,
    );
  if (proposals.has('custom page sizes'))
    throw new ConfigurationError('the memory of the module has pages of another size', `leave out ${option}`);
  const pages = Math.floor(limit / PAGE);
  const initial = memories.reduce((sum, memory) => sum + memory.initial, 0);
  if (initial > pages)
    throw new ConfigurationError(
      `the module begins with a memory of ${initial * PAGE} bytes, and ${option} is ${limit}`,
      'give it more, or build the program with less',
    );
  if (shared) return limitImported(wasm, pages);
  const { start, payload, end } = sectionOf(wasm, MEMORY_SECTION);
  const reader = new SectionReader(wasm, payload);
  const content = [...leb(reader.number())];
  // The rest, with which the first ones do not begin, is left to the last.
  for (let i = 0; i < memories.length; i++) {
    const flags = wasm[reader.position] as number;
    const { initial: own, maximum } = reader.limits();
    const most = i === memories.length - 1 ? pages - initial + own : own;
    content.push(flags | MAXIMUM, ...leb(own), ...leb(Math.min(maximum ?? most, most)));
  }
  const section = [MEMORY_SECTION, ...leb(content.length), ...content];
  const limited = new Uint8Array(start + section.length + wasm.length - end);
  limited.set(wasm.subarray(0, start));
  limited.set(section, start);
  limited.set(wasm.subarray(end), start + section.length);
  return limited;
}

/** Limits a memory that threads share, which the module imports: it has a maximum, and is made with no greater one. */
function limitImported(wasm: Uint8Array, pages: number): Uint8Array {
  const limited = wasm.slice();
  const reader = new SectionReader(wasm, sectionOf(wasm, IMPORT_SECTION).payload);
  for (let left = reader.number(); left > 0; left--) {
    reader.name();
    reader.name();
    const kind = reader.byte();
    if (kind === KIND.function) reader.number();
    else if (kind === KIND.memory) {
      reader.byte();
      reader.number();
      const at = reader.position;
      const maximum = reader.number();
      // As many bytes as before, so that nothing else moves.
      limited.set(padded(leb(Math.min(maximum, pages)), reader.position - at), at);
      break;
    } else if (kind === KIND.table) {
      reader.valueType();
      reader.limits();
    } else if (kind === KIND.global) {
      reader.valueType();
      reader.byte();
    } else {
      reader.byte();
      reader.number();
    }
  }
  return limited;
}

/** The same number in so many bytes of LEB128. */
function padded(number: readonly number[], length: number): number[] {
  const last = number.length - 1;
  return Array.from({ length }, (_, i) => (number[i] ?? 0) | (i >= last && i < length - 1 ? 128 : 0));
}

/** Where a section, which there is, begins; where its content does; and where it ends. */
function sectionOf(
  wasm: Uint8Array,
  wanted: number,
): { readonly start: number; readonly payload: number; readonly end: number } {
  const reader = new SectionReader(wasm, HEADER);
  for (;;) {
    const start = reader.position;
    const id = reader.byte();
    const length = reader.number();
    const payload = reader.position;
    const end = payload + length;
    if (id === wanted || reader.ended) return { start, payload, end };
    reader.position = end;
  }
}

/** A number as unsigned LEB128. */
function leb(number: number): number[] {
  const bytes: number[] = [];
  let left = number;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
  bytes.push(left);
  return bytes;
}
