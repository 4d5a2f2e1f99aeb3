/**
 * `wasi_unstable` (preview0) as its differences from `wasi_snapshot_preview1`. Programs built before 2020 import it.
 *
 * Source: the two interface descriptions side by side: the order of `whence`, the width of `nlink` (and so the size of `filestat`),
 * the extra `identifier` of a clock subscription, and `sock_accept`, which came later.
 */
import { describe, hostcallNames } from './hostcalls.js';
import { type Layout, type LayoutName, layouts, relaid } from './struct-layouts.js';

/** Module name under which preview1's hostcalls are imported. */
export const PREVIEW1 = 'wasi_snapshot_preview1';
/** Module name under which preview0's hostcalls are imported. */
export const UNSTABLE = 'wasi_unstable';

/** `whence` of `wasi_unstable` → `whence` of preview1: CUR, END, SET became SET, CUR, END. */
export const whenceFromUnstable: readonly number[] = [1, 2, 0];

let filestat: Layout | undefined;
let subscription: Layout | undefined;

/** The structs that differ. */
// Each is laid out when it is first asked for: few programs import `wasi_unstable`.
export const unstableLayouts = {
  get filestat(): Layout {
    filestat ??= relaid(layouts.filestat, { nlink: 'u32' });
    return filestat;
  },
  get subscription(): Layout {
    subscription ??= relaid(layouts.subscription, {
      'clock.identifier': { before: 'clock.id', type: 'u64', as: 'userdata' },
    });
    return subscription;
  },
} as const satisfies Partial<Record<LayoutName, Layout>>;

/** Which of the two ABIs a guest was built for. */
export type Abi = 'preview1' | 'unstable';

/**
 * The layout of a struct.
 * @param name which struct
 * @param abi for which ABI
 */
export function layoutOf(name: LayoutName, abi: Abi): Layout {
  return abi === 'unstable' && name in unstableLayouts
    ? unstableLayouts[name as keyof typeof unstableLayouts]
    : layouts[name];
}

/** Hostcalls of preview1 that `wasi_unstable` does not have. */
export const notInUnstable: readonly string[] = hostcallNames.filter(name => describe(name).since !== undefined);
