import wabt from 'wabt';
import { type HostcallName, signatureOf } from '../../domain/index.js';
import { paths, rows, setup } from './rows.js';

/** A hostcall's wasm parameters, from the table. */
function parameters(name: HostcallName): string {
  const types = signatureOf(name).params.map(({ type }) => type);
  return types.length === 0 ? '' : `(param ${types.join(' ')})`;
}

/**
 * Builds the module that all contenders run. Its exports: `memory`; `setup() → errnos`, to be called once; and for each row its name,
 * `(turns) → errnos`.
 */
export async function benchModule(): Promise<Uint8Array> {
  const prepare = setup();
  const functions = rows.map(
    ({ name, before, turn }) => `
  (func (export "${name}") (param $turns i32) (result i32) (local $errnos i32)
    ${before === undefined ? '' : `(local.set $errnos ${before})`}
    (loop $again
      (local.set $errnos (i32.or (local.get $errnos) ${turn}))
      (br_if $again (local.tee $turns (i32.sub (local.get $turns) (i32.const 1)))))
    (local.get $errnos))`,
  );
  const body = [prepare, ...functions].join('');
  const used = new Set(Array.from(body.matchAll(/call \$(\w+)/g), match => match[1] as HostcallName));
  const imports = Array.from(
    used,
    name => `(import "wasi_snapshot_preview1" "${name}" (func $${name} ${parameters(name)} (result i32)))`,
  );
  const text = `(module
  ${imports.join('\n  ')}
  (memory (export "memory") 4)
  (global $data (mut i32) (i32.const 0))
  (global $list (mut i32) (i32.const 0))
  ${Array.from(paths, ([path, at]) => `(data (i32.const ${at}) "${path}")`).join('\n  ')}
  (func (export "setup") (result i32) (local $errnos i32)${prepare})
  ${functions.join('')})`;
  const module = (await wabt()).parseWat('bench.wat', text);
  try {
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}
