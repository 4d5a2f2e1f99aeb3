import type { Descriptor, DescriptorTable } from '../../domain/index.js';
import type { CallReference } from '../tracing/index.js';

/** The two sets of rights of a descriptor. */
export interface RightSets {
  readonly base: number;
  readonly inheriting: number;
}

/** Rights that a descriptor has lost. */
export interface Drop extends RightSets {
  /** The call that gave them up; undefined if the trace was not watched. */
  readonly by: CallReference | undefined;
}

/**
 * How many descriptors back an origin tells what was opened through what. A guest can open a directory through itself, and close the one before, for
 * as long as it runs.
 */
const GENERATIONS = 16;

/** Where a descriptor and its rights come from. */
export interface Origin {
  readonly label: string;
  /** The call that opened it; undefined for one that the program had from the start. */
  readonly by: CallReference | undefined;
  /** What it was opened through; undefined also where that is too far back to be kept. */
  readonly parent: Origin | undefined;
  /** How many descriptors it leads back to. */
  readonly generation: number;
  /** What that handed down at the time. */
  readonly handedDown: number;
  /** The requested rights; for one from the start its own. */
  readonly asked: RightSets;
  /** The rights given up later, in order. */
  readonly drops: Drop[];
  /** What it held when it was last looked at. */
  known: RightSets;
}

/** How a descriptor was closed. */
export interface Closing {
  readonly by: CallReference;
  readonly label: string | undefined;
  /** The number it was moved to; undefined if it was closed. */
  readonly movedTo: number | undefined;
}

/** Remembers by which calls one guest's descriptors were opened, closed, and deprived of rights. */
export class Origins {
  /** By the object, not the number: fd_renumber moves the object. */
  readonly #origins = new WeakMap<Descriptor, Origin>();
  /** By number, the last closing of each: no more than descriptors were ever open at once. */
  readonly #closings = new Map<number, Closing>();

  /** @param initial what the program has from the start */
  constructor(initial: DescriptorTable) {
    for (const [, descriptor] of initial) this.#add(descriptor, undefined, undefined, 0, rightsOf(descriptor));
  }

  /** Where a descriptor comes from; undefined if it was opened while the trace was not watched. */
  of(descriptor: Descriptor): Origin | undefined {
    const origin = this.#origins.get(descriptor);
    if (origin !== undefined) this.#compare(origin, descriptor, undefined);
    return origin;
  }

  /** How a descriptor that is not open was closed. */
  closing(fd: number): Closing | undefined {
    return this.#closings.get(fd);
  }

  /** Notes that a call has opened a descriptor. @param parent what it was opened through */
  opened(descriptor: Descriptor, by: CallReference, parent: Descriptor | undefined, asked: RightSets): void {
    const from = parent && this.of(parent);
    this.#add(descriptor, by, from, parent?.rightsInheriting ?? 0, asked);
  }

  /** Notes that a call has given rights of a descriptor up. */
  narrowed(descriptor: Descriptor, by: CallReference): void {
    const origin = this.#origins.get(descriptor);
    if (origin !== undefined) this.#compare(origin, descriptor, by);
  }

  /** Notes that a call has closed a number, or moved what it stood for. */
  closed(fd: number, by: CallReference, label: string | undefined, movedTo?: number): void {
    this.#closings.set(fd, { by, label, movedTo });
  }

  #add(
    descriptor: Descriptor,
    by: CallReference | undefined,
    parent: Origin | undefined,
    handedDown: number,
    asked: RightSets,
  ): void {
    const { label } = descriptor;
    const kept = parent !== undefined && parent.generation < GENERATIONS ? parent : undefined;
    this.#origins.set(descriptor, {
      label,
      by,
      parent: kept,
      generation: kept === undefined ? 0 : kept.generation + 1,
      handedDown,
      asked,
      drops: [],
      known: rightsOf(descriptor),
    });
  }

  #compare(origin: Origin, descriptor: Descriptor, by: CallReference | undefined): void {
    const { known, drops } = origin;
    const base = known.base & ~descriptor.rightsBase;
    const inheriting = known.inheriting & ~descriptor.rightsInheriting;
    if ((base | inheriting) === 0) return;
    drops.push({ base, inheriting, by });
    origin.known = rightsOf(descriptor);
  }
}

function rightsOf({ rightsBase, rightsInheriting }: Descriptor): RightSets {
  return { base: rightsBase, inheriting: rightsInheriting };
}
