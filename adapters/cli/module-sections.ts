/**
 * What a WebAssembly binary declares, read from its sections: the engine tells the names of imports and exports, but not their types.
 *
 * Source: the binary format of the WebAssembly core specification, chapter "Modules".
 */

import { SectionReader } from './section-reader.js';

/** A function's type, as value type names (`i32`, `f64`, `externref`, …). */
export interface FunctionType {
  readonly params: readonly string[];
  readonly results: readonly string[];
}

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
}

/** A memory of the module's own, or an imported one. */
export interface MemoryDeclaration {
  /** Pages of 64 KiB. */
  readonly initial: number;
  readonly maximum: number | undefined;
  readonly shared: boolean;
}

/** What a module declares. */
export interface ModuleSections {
  readonly imports: readonly ImportDeclaration[];
  readonly exports: readonly Declaration[];
  readonly memories: readonly MemoryDeclaration[];
}

const KINDS = ['function', 'table', 'memory', 'global', 'tag'];
const SECTION = { type: 1, import: 2, function: 3, memory: 5, export: 7 } as const;
const KNOWN: ReadonlySet<number> = new Set(Object.values(SECTION));
const FUNCTION_TYPE = 0x60;

/**
 * Reads the sections of a core module.
 * @param bytes a module that the engine accepts; of one that it would not, whatever can be made out
 */
export function readSections(bytes: Uint8Array): ModuleSections {
  const types: FunctionType[] = [];
  const functions: (FunctionType | undefined)[] = [];
  const imports: ImportDeclaration[] = [];
  const exports: Declaration[] = [];
  const memories: MemoryDeclaration[] = [];

  const readImport = (reader: SectionReader) => {
    const module = reader.name();
    const name = reader.name();
    const kind = KINDS[reader.byte()] ?? 'unknown';
    if (kind === 'function') {
      const type = types[reader.number()];
      functions.push(type);
      imports.push({ module, name, kind, ...(type && { type }) });
      return;
    }
    imports.push({ module, name, kind });
    if (kind === 'memory') memories.push(reader.limits());
    else if (kind === 'table') {
      reader.valueType();
      reader.limits();
    } else if (kind === 'global') {
      reader.valueType();
      reader.byte();
    } else {
      reader.byte();
      reader.number();
    }
  };
  const readExport = (reader: SectionReader) => {
    const name = reader.name();
    const kind = KINDS[reader.byte()] ?? 'unknown';
    const type = kind === 'function' ? functions[reader.number()] : void reader.number();
    exports.push({ name, kind, ...(type && { type }) });
  };

  const reader = new SectionReader(bytes, 8);
  while (reader.position < bytes.length) {
    const id = reader.byte();
    const end = reader.number() + reader.position;
    const count = KNOWN.has(id) ? reader.number() : 0;
    for (let i = 0; i < count && reader.position < end; i++) {
      if (id === SECTION.type) {
        // Behind a type of another form the numbering is lost; its users get no type.
        if (reader.byte() !== FUNCTION_TYPE) break;
        types.push({ params: reader.valueTypes(), results: reader.valueTypes() });
      } else if (id === SECTION.import) readImport(reader);
      else if (id === SECTION.function) functions.push(types[reader.number()]);
      else if (id === SECTION.memory) memories.push(reader.limits());
      else readExport(reader);
    }
    reader.position = end;
  }
  return { imports, exports, memories };
}
