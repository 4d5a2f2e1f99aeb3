import {
  captureOutput,
  deterministicPorts,
  memoryDirectory,
  symlink,
  textInput,
} from '../../../adapters/memory/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { GuestExit } from '../../../application/errors.js';
import { CallList } from '../../../application/inspection/index.js';
import type { Instance, ProgramOptions } from '../../../application/runtime/index.js';
import type { Descriptor, HostcallName } from '../../../domain/index.js';
import { keptRecording } from '../../guests/recorded-run.js';
import { proxyModule } from '../abi/proxy-guest.js';

/** A call to be made, and the bytes that are put into the memory before. */
export interface Step {
  readonly name: HostcallName;
  readonly args: readonly (number | bigint)[];
  readonly patches?: readonly { readonly at: number; readonly bytes: Uint8Array }[];
}

/** A descriptor as it really is. */
export type TrueDescriptor = Pick<
  Descriptor,
  'filetype' | 'flags' | 'label' | 'offset' | 'rightsBase' | 'rightsInheriting'
> & { readonly fd: number; readonly kind: Descriptor['resource']['kind']; readonly preopen: boolean };

/** The calls of a guest, and its memory before and after each. */
export interface RecordedSteps {
  readonly list: CallList;
  readonly descriptors: readonly (readonly TrueDescriptor[])[];
  /** The memory before and after each call. */
  readonly memories: readonly { readonly before: Uint8Array; readonly after: Uint8Array }[];
}

/** The list of a recording. */
export function listOf(file: Uint8Array): CallList {
  const list = new CallList();
  list.add(file);
  list.finish();
  while (list.advance());
  return list;
}

/**
 * Makes calls of a guest, records them, and keeps what there is after each.
 * @param nextStep gives the next step, or undefined at the end
 * @param more that the guest gets
 */
export async function recordSteps(
  nextStep: (instance: Instance, memory: () => Uint8Array) => Step | undefined,
  more: ProgramOptions = {},
): Promise<RecordedSteps> {
  const { recording, file } = keptRecording();
  const runtime = createRuntime(deterministicPorts(7, '2026-01-31'), { whole: true });
  runtime.hostcalls$.subscribe(call => recording.add(call));
  const instance = await runtime.instantiate(await proxyModule(), {
    args: ['first', 'second'],
    env: { NAME: 'value' },
    preopens: {
      '/': memoryDirectory({
        'real.txt': 'the content of a file, in several lines\n'.repeat(8),
        dir: { 'inner.txt': 'inner', empty: {} },
        a: { b: { 'own.txt': 'own', sub: {}, link: symlink('own.txt'), up: symlink('..') } },
      }),
    },
    stdin: textInput('typed by somebody'),
    ...recording.outputs({ stdout: captureOutput(), stderr: captureOutput() }),
    limits: { descriptors: 40 },
    ...more,
  });
  instance.initialize();
  const memory = () => new Uint8Array((instance.exports.memory as WebAssembly.Memory).buffer);
  const descriptors: TrueDescriptor[][] = [];
  const memories: { before: Uint8Array; after: Uint8Array }[] = [];
  let exitCode = 0;
  try {
    for (let step = nextStep(instance, memory); step !== undefined; step = nextStep(instance, memory)) {
      for (const { at, bytes } of step.patches ?? []) memory().set(bytes, at);
      const before = memory().slice();
      try {
        instance.invoke(step.name, ...step.args);
      } finally {
        descriptors.push(trueDescriptors(instance));
        memories.push({ before, after: memory().slice() });
      }
    }
  } catch (thrown) {
    if (!(thrown instanceof GuestExit)) throw thrown;
    exitCode = thrown.exitCode;
  } finally {
    instance.close();
  }
  recording.end({ exitCode });
  return { list: listOf(file()), descriptors, memories };
}

/** The same of given steps. */
export function recordStepList(steps: readonly Step[], more?: ProgramOptions): Promise<RecordedSteps> {
  const rest = [...steps];
  return recordSteps(() => rest.shift(), more);
}

function trueDescriptors({ descriptors }: Instance): TrueDescriptor[] {
  return [...descriptors].map(([fd, descriptor]) => {
    const { filetype, flags, label, offset, rightsBase, rightsInheriting, resource, preopenName } = descriptor;
    return {
      ...{ fd, filetype, flags, label, offset, rightsBase, rightsInheriting },
      kind: resource.kind,
      preopen: preopenName !== undefined,
    };
  });
}
