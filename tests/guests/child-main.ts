import { readFileSync, writeSync } from 'node:fs';
import { WASI } from 'node:wasi';
import { nodePorts } from '../../api/node.js';
import { createRuntime } from '../../application/assembly/index.js';
import { GuestTrap } from '../../application/errors.js';
import type { ChildAnswer, ChildOrder } from './child.js';

const order = JSON.parse(process.argv[2] ?? '') as ChildOrder;
const wasm = readFileSync(order.wasm);

/** The part of `WebAssembly` that is used: Node's types do not have it. */
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

async function runOnNodeAdapter(): Promise<ChildAnswer> {
  const { argv0, args, env, preopens } = order;
  try {
    return await createRuntime(nodePorts()).run(wasm, { argv0, args, env, preopens });
  } catch (error) {
    if (error instanceof GuestTrap) return { trapped: error.text };
    throw error;
  }
}

const answer = await (order.host === 'node:wasi' ? runOnNodeWasi() : runOnNodeAdapter());
if (order.answers) writeSync(3, JSON.stringify(answer));
else process.exitCode = answer.exitCode ?? 134;
