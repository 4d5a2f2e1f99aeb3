/**
 * What a WebAssembly binary declares, read from its sections: the engine tells the names of imports and exports, but not their types.
 *
 * Source: the binary format of the WebAssembly core specification, chapter "Modules".
 */

import type { FunctionType } from '../../domain/index.js';
import { type MemoryDeclaration, type Proposal, SectionReader } from './section-reader.js';

/** Something a module imports or exports. */
export interface Declaration {
  readonly name: string;
  /** `function`, `table`, `memory`, `global` or `tag`. */
  readonly kind: string;
  /** For a function. Absent where its type is written in a way this reader does not know (recursive types). */
  readonly type?: FunctionType;
}

/** One import. */
export interface ImportDeclaration extends Declaration {
  readonly module: string;
  /** Of a memory. */
  readonly memory?: MemoryDeclaration;
}

/** The declarations of a module. */
export interface ModuleSections {
  readonly imports: readonly ImportDeclaration[];
  readonly exports: readonly Declaration[];
  readonly memories: readonly MemoryDeclaration[];
  /** Whether a function of it runs when it is instantiated. */
  readonly start: boolean;
  readonly proposals: ReadonlySet<Proposal>;
}

const KINDS = ['function', 'table', 'memory', 'global', 'tag'];
const SECTION = { type: 1, import: 2, function: 3, memory: 5, export: 7 } as const;
/** The sections that are read at once. */
const READ: ReadonlySet<number> = new Set([SECTION.type, SECTION.import, SECTION.memory]);
/** The contents of a missing section. */
const NOTHING = new Uint8Array();
const START_SECTION = 8;
const TAG_SECTION = 13;
const FUNCTION_TYPE = 0x60;
/** The first byte of a type that is not a function's: from an array's to a group of recursive ones, by the proposal gc. */
const isCollected = (form: number) => form >= 0x4e && form <= 0x5f;

/**
 * Reads the sections of a core module.
 * @param bytes a module that the engine accepts; for any other, the result has whatever can be read
 */
export function readSections(bytes: Uint8Array): ModuleSections {
  const types: FunctionType[] = [];
  /** Of imported functions. */
  const imported: (FunctionType | undefined)[] = [];
  const imports: ImportDeclaration[] = [];
  const memories: MemoryDeclaration[] = [];

  const readImport = (reader: SectionReader) => {
    const module = reader.name();
    const name = reader.name();
    const kind = KINDS[reader.byte()] ?? 'unknown';
    if (kind === 'function') {
      const type = types[reader.number()];
      imported.push(type);
      imports.push({ module, name, kind, ...(type && { type }) });
      return;
    }
    if (kind === 'memory') {
      const memory = reader.limits();
      memories.push(memory);
      imports.push({ module, name, kind, memory });
      return;
    }
    imports.push({ module, name, kind });
    if (kind === 'table') {
      reader.valueType();
      reader.limits();
    } else if (kind === 'global') {
      reader.valueType();
      reader.byte();
    } else {
      reader.proposals.add('exception handling');
      reader.byte();
      reader.number();
    }
  };
  const readType = (reader: SectionReader): boolean => {
    const form = reader.byte();
    if (form === FUNCTION_TYPE) types.push({ params: reader.valueTypes(), results: reader.valueTypes() });
    else if (isCollected(form)) reader.proposals.add('garbage-collected types');
    return form === FUNCTION_TYPE;
  };

  const reader = new SectionReader(bytes, 8);
  let start = false;
  /** The contents of two sections that are read later, if at all. */
  let functionSection: Uint8Array = NOTHING;
  let exportSection: Uint8Array = NOTHING;
  while (reader.position < bytes.length) {
    const id = reader.byte();
    const end = reader.number() + reader.position;
    if (id === START_SECTION) start = true;
    if (id === TAG_SECTION) reader.proposals.add('exception handling');
    if (id === SECTION.function) functionSection = bytes.subarray(reader.position, end);
    if (id === SECTION.export) exportSection = bytes.subarray(reader.position, end);
    const count = READ.has(id) ? reader.number() : 0;
    for (let i = 0; i < count && reader.position < end && !reader.ended; i++) {
      if (id === SECTION.type) {
        // Behind a type of another form the numbering is lost; its users get no type.
        if (!readType(reader)) break;
      } else if (id === SECTION.import) readImport(reader);
      else memories.push(reader.limits());
    }
    reader.position = end;
  }
  if (memories.length > 1) reader.proposals.add('several memories');
  let exports: readonly Declaration[] | undefined;
  return {
    imports,
    /** A large program has a hundred thousand functions, and to be run it need not wait until all are read. */
    get exports() {
      exports ??= readExports(exportSection, [...imported, ...readFunctions(functionSection, types)]);
      return exports;
    },
    memories,
    start,
    proposals: reader.proposals,
  };
}

/** The types of the functions that the module has itself. */
function readFunctions(section: Uint8Array, types: readonly FunctionType[]): readonly (FunctionType | undefined)[] {
  const functions: (FunctionType | undefined)[] = [];
  const reader = new SectionReader(section, 0);
  for (let left = reader.number(); left > 0 && !reader.ended; left--) functions.push(types[reader.number()]);
  return functions;
}

/** @param functions the types of all functions, in the order of their numbers */
function readExports(section: Uint8Array, functions: readonly (FunctionType | undefined)[]): readonly Declaration[] {
  const exports: Declaration[] = [];
  const reader = new SectionReader(section, 0);
  for (let left = reader.number(); left > 0 && !reader.ended; left--) {
    const name = reader.name();
    const kind = KINDS[reader.byte()] ?? 'unknown';
    const number = reader.number();
    const type = kind === 'function' ? functions[number] : undefined;
    exports.push({ name, kind, ...(type && { type }) });
  }
  return exports;
}
