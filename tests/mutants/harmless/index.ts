import { type Harmless, isMeant } from '../harmless-mutation.js';
import type { Mutation } from '../source-mutations.js';
import { abi } from './abi.js';
import { composition } from './composition.js';
import { domain } from './domain.js';
import { inspect } from './inspect.js';
import { memory } from './memory.js';
import { node } from './node.js';
import { system } from './system.js';
import { windows } from './windows.js';

/** The mutations that are known to make no difference, of all rooms. */
export const harmless: readonly Harmless[] = [
  ...domain,
  ...abi,
  ...composition,
  ...memory,
  ...system,
  ...node,
  ...windows,
  ...inspect,
];

/**
 * Why a mutation is known to make no difference.
 * @param original the text of its file
 * @returns undefined if it is not known to
 */
export function excuseFor(mutation: Mutation, original: string): string | undefined {
  return harmless.find(known => isMeant(known, mutation, original))?.why;
}
