import type { FunctionType } from '../../domain/index.js';

const VALUE_TYPES: Readonly<Record<string, number>> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c };
const PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const SECTION = { type: 1, import: 2, export: 7 } as const;
const FUNCTION_TYPE = 0x60;
const FUNCTION_KIND = 0;

/** Adds a LEB128 number. */
function pushNumber(bytes: number[], value: number): void {
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
}

/** Adds a section that is a vector. */
function pushSection<Item>(
  bytes: number[],
  id: number,
  items: readonly Item[],
  push: (content: number[], item: Item, index: number) => void,
): void {
  const content: number[] = [];
  pushNumber(content, items.length);
  for (let index = 0; index < items.length; index++) push(content, items[index] as Item, index);
  bytes.push(id);
  pushNumber(bytes, content.length);
  for (const byte of content) bytes.push(byte);
}

/** Adds a number as a name, in decimal. */
function pushName(bytes: number[], index: number): void {
  const digits = String(index);
  bytes.push(digits.length);
  for (let at = 0; at < digits.length; at++) bytes.push(digits.charCodeAt(at));
}

function pushValueTypes(bytes: number[], types: readonly string[]): void {
  bytes.push(types.length);
  for (const type of types) bytes.push(VALUE_TYPES[type] as number);
}

/**
 * A module that imports functions and exports them again: `(import "" "0" (func (param i32) (result i32))) (export "0" (func 0))` and so on. What comes
 * out of it has a type, which engines compare where it is imported. V8 then calls what is behind it without a detour.
 *
 * It is made whenever a guest first gets its hostcalls, before anything is optimised: hence the loops.
 *
 * Source: the WebAssembly JavaScript interface, "read the imports": an Exported Function is taken with its own type.
 */
export function typedFunctionsModule(types: readonly FunctionType[]): Uint8Array {
  const bytes = [...PREAMBLE];
  pushSection(bytes, SECTION.type, types, (content, { params, results }) => {
    content.push(FUNCTION_TYPE);
    pushValueTypes(content, params);
    pushValueTypes(content, results);
  });
  pushSection(bytes, SECTION.import, types, (content, _, index) => {
    content.push(0);
    pushName(content, index);
    content.push(FUNCTION_KIND);
    pushNumber(content, index);
  });
  pushSection(bytes, SECTION.export, types, (content, _, index) => {
    pushName(content, index);
    content.push(FUNCTION_KIND);
    pushNumber(content, index);
  });
  return new Uint8Array(bytes);
}
