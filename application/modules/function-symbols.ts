import { readSections } from './module-sections.js';
import { SectionReader } from './section-reader.js';

/** What is known about the guest's module: the names of its functions and where they are. */
export interface GuestSymbols {
  /** The name of the module, such as `prog.wasm`. */
  readonly module: string;
  /** The name of a function; undefined if it has none. */
  nameOf(index: number): string | undefined;
  /** Where its code begins, in bytes from the module's beginning; undefined if that is not known. */
  startOf(index: number): number | undefined;
}

const SECTION = { custom: 0, export: 7, code: 10 } as const;
const FUNCTION_NAMES = 1;
const FUNCTION_KIND = 0;

/** Calls back for each section of a module, or subsection of one. */
function eachSection(reader: SectionReader, end: number, visit: (id: number, end: number) => void): void {
  while (reader.position < end) {
    const id = reader.byte();
    const after = reader.number() + reader.position;
    visit(id, Math.min(after, end));
    reader.position = after;
  }
}

/** The names of functions in the section "name". */
function readNames(reader: SectionReader, end: number, names: Map<number, string>): void {
  if (reader.name() !== 'name') return;
  eachSection(reader, end, (id, after) => {
    if (id !== FUNCTION_NAMES) return;
    for (let left = reader.number(); left > 0 && reader.position < after; left--) {
      const index = reader.number();
      names.set(index, reader.name());
    }
  });
}

function readExports(reader: SectionReader, end: number, names: Map<number, string>): void {
  for (let left = reader.number(); left > 0 && reader.position < end; left--) {
    const name = reader.name();
    const kind = reader.byte();
    const index = reader.number();
    if (kind === FUNCTION_KIND && !names.has(index)) names.set(index, name);
  }
}

/** Where functions begin, in the order of the module's own functions. */
function readStarts(reader: SectionReader, end: number, starts: number[]): void {
  for (let left = reader.number(); left > 0 && reader.position < end; left--) {
    const size = reader.number();
    starts.push(reader.position);
    reader.position += size;
  }
}

/**
 * The names of a module's functions, and where they are. Names are those of the section "name"; a function without one has the name that it is
 * exported under.
 *
 * Source: the binary format of the WebAssembly core specification, and its appendix on the name section.
 * @param bytes a module that the engine accepts; for any other, the result has whatever can be read
 * @param module the name of the module
 */
export function functionSymbols(bytes: Uint8Array, module: string): GuestSymbols {
  const names = new Map<number, string>();
  const exported = new Map<number, string>();
  const starts: number[] = [];
  const reader = new SectionReader(bytes, 8);
  eachSection(reader, bytes.length, (id, end) => {
    if (id === SECTION.custom) readNames(reader, end, names);
    else if (id === SECTION.export) readExports(reader, end, exported);
    else if (id === SECTION.code) readStarts(reader, end, starts);
  });
  const imported = readSections(bytes).imports.filter(({ kind }) => kind === 'function').length;
  return {
    module,
    nameOf: index => names.get(index) ?? exported.get(index),
    startOf: index => starts[index - imported],
  };
}
