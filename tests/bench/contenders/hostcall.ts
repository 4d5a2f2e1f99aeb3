import { deterministicWorld, type MemoryWorld, memoryDirectory, memoryWorld } from '../../../adapters/memory/index.js';
import { nodePorts, type SystemInterface } from '../../../api/node.js';
import { assemble, createRuntime } from '../../../application/assembly/index.js';
import type { Runtime } from '../../../application/runtime/index.js';
import type { TraceSettings } from '../../../application/tracing/index.js';
import { type Directory, PREVIEW1 } from '../../../domain/index.js';
import { args, type Contender, env } from '../contender.js';
import { DATA_SIZE, names } from '../rows.js';

/**
 * This project, on the Node adapter, as an embedder who instantiates for himself uses it.
 * @param system what files are reached through; the best way that there is, if not given
 * @param name tells several of them apart
 * @param prepare what is done with the runtime first: subscribing to its trace, say
 * @param settings what is kept for traces
 */
export function hostcall(
  folder: string,
  system?: SystemInterface,
  name = 'hostcall',
  prepare: (runtime: Runtime) => void = () => {},
  settings: TraceSettings = {},
): Contender {
  const runtime = createRuntime(nodePorts({ system }), settings);
  prepare(runtime);
  return contender(name, runtime, folder);
}

/** This project with its files in memory; clock and randomness are the host's. */
export function memory(): Contender {
  return inMemory('memory', memoryWorld());
}

/** This project with nothing of the host. */
export function deterministic(): Contender {
  return inMemory('deterministic', deterministicWorld(1, '2026-01-01T00:00:00Z'));
}

function inMemory(name: string, host: MemoryWorld): Contender {
  const root = memoryDirectory({
    [names.data]: new Uint8Array(DATA_SIZE),
    [names.flat]: 'flat',
    [names.deep]: 'deep',
    [names.list]: Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`entry-${n}.txt`, ''])),
    from: '',
  });
  return contender(name, assemble(host.module), root);
}

function contender(name: string, runtime: Runtime, root: string | Directory): Contender {
  const [argv0 = '', ...rest] = args;
  const guest = runtime.createImports({ argv0, args: rest, env, preopens: { '/': root } });
  return {
    name,
    imports: guest.imports[PREVIEW1] ?? {},
    attach: instance => guest.attach(instance.exports.memory as { buffer: ArrayBuffer }),
  };
}
