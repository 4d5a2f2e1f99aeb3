import type { CFunction, Ffi, Signature } from '../../system/index.js';

/** A function of one of Windows' libraries. */
export interface Row extends Signature {
  /** The file name of the library; undefined for a function of node.exe. */
  readonly library?: string;
}

/** A table of functions. */
export type FunctionTable = Readonly<Record<string, Row>>;

/** The functions of a table. */
export type Functions<Table extends FunctionTable> = { readonly [Name in keyof Table]: CFunction<Table[Name]> };

/**
 * Makes the functions of a table callable.
 * @throws Error if one does not exist
 */
export function bindTable<Table extends FunctionTable>(ffi: Ffi, table: Table): Functions<Table> {
  return Object.fromEntries(
    Object.entries(table).map(([name, row]) => [name, ffi.bind(name, row, row.library)]),
  ) as Functions<Table>;
}
