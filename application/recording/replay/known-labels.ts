import { describe } from '../../../domain/index.js';
import type { TracedDescriptors } from '../../tracing/index.js';
import type { StoredCall } from '../recorded-call.js';

/** The labels of descriptors according to the calls so far. A replay has no descriptors; this is for its messages. */
export class KnownLabels implements TracedDescriptors {
  readonly #labels = new Map<number, string>();

  /** Takes from a call what can be known after it. */
  learn(call: StoredCall): void {
    const { descriptor, label, secondLabel, value, name } = call;
    if (descriptor !== undefined && label !== undefined) this.#labels.set(descriptor, label);
    if (!call.succeeded) return;
    if (call.shape.promoted?.kind === 'fd' && secondLabel !== undefined) this.#labels.set(value, secondLabel);
    const effect = describe(name).descriptors;
    if (effect !== 'closes' && effect !== 'moves') return;
    this.#labels.delete(descriptor as number);
    if (effect === 'moves' && label !== undefined) this.#labels.set(call.u32(1), label);
  }

  peek(fd: number): { readonly label: string; readonly preopenName: undefined } | undefined {
    const label = this.#labels.get(fd);
    return label === undefined ? undefined : { label, preopenName: undefined };
  }
}
