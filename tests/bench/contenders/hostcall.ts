import { nodeHost } from '../../../adapters/node/index.js';
import { assemble, type Runtime } from '../../../application/index.js';
import { PREVIEW1 } from '../../../domain/index.js';
import { args, type Contender, env } from '../contender.js';

/**
 * This project, on the Node adapter, as an embedder who instantiates for himself uses it.
 * @param name tells several of them apart
 * @param prepare what is done with the runtime first: subscribing to its trace, say
 */
export function hostcall(folder: string, name = 'hostcall', prepare: (runtime: Runtime) => void = () => {}): Contender {
  const runtime = assemble(nodeHost());
  prepare(runtime);
  const [argv0 = '', ...rest] = args;
  const guest = runtime.createImports({ argv0, args: rest, env, preopens: { '/': folder } });
  return {
    name,
    imports: guest.imports[PREVIEW1] ?? {},
    attach: instance => guest.attach(instance.exports.memory as { buffer: ArrayBuffer }),
  };
}
