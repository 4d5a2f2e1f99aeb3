// Generated from WebAssembly text by tools/codegen; `npm run codegen` writes it anew. Do not edit.
/** WebAssembly modules in hexadecimal, each below its text. */
export const engineModules = {
  // (module (import "a" "f" (func)) (import "a" "m" (memory 1))
  //   (func (export "go")) (global (export "g") i32 (i32.const 1)))
  various:
    '0061736d01000000010401600000020e020161016600000161016d020001030201000606017f0041010b070a0202676f0001016703000a040102000b',
  // (module (func (export "two") (result i32) i32.const 2))
  two:
    '0061736d010000000105016000017f030201000707010374776f00000a0601040041020b',
  // (module (import "host" "f" (func)))
  importer:
    '0061736d01000000010401600000020a0104686f737401660000',
  // (module (func $start unreachable) (start $start))
  trappingStart:
    '0061736d01000000010401600000030201000801000a05010300000b',
  // (module (import "host" "call" (func $call)) (global $caught (mut i32) (i32.const 0))
  //   (func (export "go") try call $call catch_all i32.const 1 global.set $caught end)
  //   (func (export "caught") (result i32) global.get $caught))
  catcher:
    '0061736d010000000108026000006000017f020d0104686f73740463616c6c000003030200010606017f0141000b070f0202676f00010663617567687400020a13020c000640100019410124000b0b040023000b',
  // (module (import "host" "fail" (func $fail)) (memory 1)
  //   (func (export "unreachable") unreachable)
  //   (func (export "bounds") i32.const -1 i32.load drop)
  //   (func (export "divide") i32.const 1 i32.const 0 i32.div_s drop)
  //   (func $deep (export "deep") call $deep)
  //   (func (export "fail") call $fail))
  traps:
    '0061736d01000000010401600000020d0104686f7374046661696c000003060500000000000503010001072f050b756e726561636861626c65000106626f756e6473000206646976696465000304646565700004046661696c00050a21050300000b0800417f2802001a0b0800410141006d1a0b040010040b040010000b',
  // (module (import "host" "look" (func)) (func call 0) (func (export "go") call 1))
  looker:
    '0061736d01000000010401600000020d0104686f7374046c6f6f6b0000030302000007060102676f00020a0b02040010000b040010010b',
  // (module (tag $tag) (func (export "fail") (throw $tag)))
  thrower:
    '0061736d01000000010401600000030201000d03010000070801046661696c00000a0601040008000b',
  // (module (func (export "then") (param externref externref) unreachable)
  //   (func (export "two") (result i32) i32.const 2))
  thenable:
    '0061736d01000000010a0260026f6f006000017f0303020001070e02047468656e00000374776f00010a0a020300000b040041020b',
  // (module (import "host" "f" (func $f (param i32) (result i32)))
  //   (func (export "go") (result i32) i32.const 41 call $f))
  callsWithI32:
    '0061736d01000000010a0260017f017f6000017f020a0104686f7374016600000302010107060102676f00010a08010600412910000b',
  // (module (import "host" "f" (func $f (param f64) (result i32)))
  //   (func (export "go") (result i32) f64.const 41 call $f))
  callsWithF64:
    '0061736d01000000010a0260017c017f6000017f020a0104686f7374016600000302010107060102676f00010a0f010d0044000000000080444010000b',
  // (module (import "host" "f" (func $f (param i64) (result i32)))
  //   (func (export "go") (result i32) i64.const 41 call $f))
  callsWithI64:
    '0061736d01000000010a0260017e017f6000017f020a0104686f7374016600000302010107060102676f00010a08010600422910000b',
  // (module (import "host" "f" (func $f (param i32 i32) (result i32)))
  //   (func (export "go") (result i32) i32.const 41 i32.const 1 call $f))
  callsWithTwo:
    '0061736d01000000010b0260027f7f017f6000017f020a0104686f7374016600000302010107060102676f00010a0a0108004129410110000b',
  // (module (import "host" "f" (func $f (result i32)))
  //   (func (export "go") (result i32)  call $f))
  callsWithNone:
    '0061736d010000000105016000017f020a0104686f7374016600000302010007060102676f00010a0601040010000b',
} as const;

export type EngineModule = keyof typeof engineModules;
