import { assembleWat } from '../guests/assemble-wat.js';

/** A function that imports `host.f` by a type and calls it. */
const calling = (type: string, call: string) =>
  `(module (import "host" "f" (func $f ${type}))\n  (func (export "go") (result i32) ${call} call $f))`;

/** The modules with which the contract of `Engine` tries an engine, as text. */
const modules: Readonly<Record<string, string>> = {
  various: `(module (import "a" "f" (func)) (import "a" "m" (memory 1))
  (func (export "go")) (global (export "g") i32 (i32.const 1)))`,
  two: '(module (func (export "two") (result i32) i32.const 2))',
  importer: '(module (import "host" "f" (func)))',
  trappingStart: '(module (func $start unreachable) (start $start))',
  catcher: `(module (import "host" "call" (func $call)) (global $caught (mut i32) (i32.const 0))
  (func (export "go") try call $call catch_all i32.const 1 global.set $caught end)
  (func (export "caught") (result i32) global.get $caught))`,
  traps: `(module (import "host" "fail" (func $fail)) (memory 1)
  (func (export "unreachable") unreachable)
  (func (export "bounds") i32.const -1 i32.load drop)
  (func (export "divide") i32.const 1 i32.const 0 i32.div_s drop)
  (func $deep (export "deep") call $deep)
  (func (export "fail") call $fail))`,
  looker: '(module (import "host" "look" (func)) (func call 0) (func (export "go") call 1))',
  thrower: '(module (tag $tag) (func (export "fail") (throw $tag)))',
  thenable: `(module (func (export "then") (param externref externref) unreachable)
  (func (export "two") (result i32) i32.const 2))`,
  callsWithI32: calling('(param i32) (result i32)', 'i32.const 41'),
  callsWithF64: calling('(param f64) (result i32)', 'f64.const 41'),
  callsWithI64: calling('(param i64) (result i32)', 'i64.const 41'),
  callsWithTwo: calling('(param i32 i32) (result i32)', 'i32.const 41 i32.const 1'),
  callsWithNone: calling('(result i32)', ''),
};

/** `application/contract/engine-modules.gen.ts`: the modules assembled, since an adapter that is tested elsewhere has no assembler. */
export async function renderEngineModules(): Promise<string> {
  const entries: string[] = [];
  for (const [name, text] of Object.entries(modules)) {
    const hex = Buffer.from(await assembleWat(text)).toString('hex');
    const comment = text.split('\n').map(line => `  // ${line}\n`);
    entries.push(`${comment.join('')}  ${name}:\n    '${hex}',\n`);
  }
  return `// Generated from WebAssembly text by tools/codegen; \`npm run codegen\` writes it anew. Do not edit.
/** WebAssembly modules in hexadecimal, each below its text. */
export const engineModules = {
${entries.join('')}} as const;

export type EngineModule = keyof typeof engineModules;
`;
}
