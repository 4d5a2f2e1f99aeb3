import type { FunctionType } from '../../domain/index.js';

const VALUE_TYPES: Readonly<Record<string, number>> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c };
const SECTION = { type: 1, import: 2, export: 7 } as const;
const FUNCTION_TYPE = 0x60;
const FUNCTION_KIND = 0;

/** A LEB128 number. */
function leb128(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

const vector = (items: readonly (readonly number[])[]) => [...leb128(items.length), ...items.flat()];
const section = (id: number, content: readonly number[]) => [id, ...leb128(content.length), ...content];
const nameOf = (index: number) => vector([...String(index)].map(digit => [digit.charCodeAt(0)]));
const valueTypes = (types: readonly string[]) => vector(types.map(type => [VALUE_TYPES[type] as number]));

/**
 * A module that imports functions and exports them again: `(import "" "0" (func (param i32) (result i32))) (export "0" (func 0))` and so on. What comes
 * out of it has a type, which engines compare where it is imported. V8 then calls what is behind it without a detour.
 *
 * Source: the WebAssembly JavaScript interface, "read the imports": an Exported Function is taken with its own type.
 */
export function typedFunctionsModule(types: readonly FunctionType[]): Uint8Array {
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(
      SECTION.type,
      vector(types.map(({ params, results }) => [FUNCTION_TYPE, ...valueTypes(params), ...valueTypes(results)])),
    ),
    ...section(SECTION.import, vector(types.map((_, index) => [0, ...nameOf(index), FUNCTION_KIND, ...leb128(index)]))),
    ...section(SECTION.export, vector(types.map((_, index) => [...nameOf(index), FUNCTION_KIND, ...leb128(index)]))),
  ]);
}
