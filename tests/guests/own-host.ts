import { captureOutput, textInput } from '../../adapters/memory/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { openPlace } from '../../application/composition/index.js';
import { GuestTrap } from '../../application/errors.js';
import type { Runtime } from '../../application/runtime/index.js';
import type { Directory, Ports } from '../../domain/index.js';
import type { Capability, GuestOptions, GuestResult, OwnHost, Scratch } from './guest.js';
import { watchErrnos } from './unlisted-errnos.js';

/**
 * Makes a host for guests from an adapter's ports. They run in this process; their stdio is texts.
 * @param createScratch how a fresh directory is made there
 */
export function ownHost(
  name: string,
  ports: Ports,
  createScratch: OwnHost['createScratch'],
  lacks: readonly Capability[] = [],
): OwnHost {
  const runtime = createRuntime(ports);
  return {
    name,
    lacks,
    ports,
    runtime,
    createScratch,
    openDirectory: scratch => openDirectory(ports, scratch),
    run: (wasm, options) => runOn(runtime, wasm, options),
  };
}

function openDirectory(ports: Ports, { preopen }: Scratch): Directory {
  return openPlace(preopen, path => {
    const opened = ports.fileSystem.openPreopen(path);
    if (typeof opened === 'number') throw new Error(`opening ${path} gave errno ${-opened}`);
    return opened;
  });
}

/** Runs a guest on a runtime, with texts for stdio. No hostcall may give an errno that the table does not list. */
export async function runOn(
  runtime: Runtime,
  wasm: Parameters<Runtime['run']>[0],
  options: GuestOptions,
): Promise<GuestResult> {
  const stdout = captureOutput();
  const stderr = captureOutput();
  let exitCode: number | undefined;
  let trapped: string | undefined;
  const endWatch = watchErrnos(runtime);
  try {
    const stdin = textInput(options.stdin ?? '');
    exitCode = (await runtime.run(wasm, { ...options, stdin, stdout, stderr })).exitCode;
  } catch (error) {
    if (!(error instanceof GuestTrap)) throw error;
    trapped = error.text;
  } finally {
    endWatch();
  }
  return { exitCode, stdout: stdout.text, stderr: stderr.text, trapped };
}
