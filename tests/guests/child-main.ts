import { readFileSync, writeSync } from 'node:fs';
import { WASI } from 'node:wasi';
import type { ChildAnswer, ChildOrder } from './child.js';

const order = JSON.parse(process.argv[2] ?? '') as ChildOrder;
const wasm = readFileSync(order.wasm);

/** What is used of `WebAssembly`: Node's types do not have it. */
interface Engine {
  instantiate(wasm: Uint8Array, imports: object): Promise<{ instance: object }>;
}
const engine = (globalThis as unknown as { WebAssembly: Engine }).WebAssembly;

async function runOnNodeWasi(): Promise<ChildAnswer> {
  const wasi = new WASI({
    version: 'preview1',
    args: [order.argv0, ...order.args],
    env: order.env,
    preopens: order.preopens,
    returnOnExit: true,
  });
  const { instance } = await engine.instantiate(wasm, { wasi_snapshot_preview1: wasi.wasiImport });
  try {
    return { exitCode: wasi.start(instance) };
  } catch (error) {
    return { trapped: String(error) };
  }
}

writeSync(3, JSON.stringify(await runOnNodeWasi()));
