import type { HostcallName } from '../../domain/index.js';

/**
 * What the page loads when it needs it. Here there is nothing to load, since all of it is imported; in the bundle of the page, what these functions load is in
 * files of its own (`tools/later-modules.ts`).
 */

/** Loads what reads text traces and NDJSON. */
export async function loadTraceReader(): Promise<void> {}

/** Whether the texts about a hostcall are there. */
export function hasHostcallTexts(_name: HostcallName): boolean {
  return true;
}

/** Loads the texts about a hostcall, or about all. */
export async function loadHostcallTexts(_name?: HostcallName): Promise<void> {}
