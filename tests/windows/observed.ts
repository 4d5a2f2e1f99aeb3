import type { Observation } from './observation.js';
import { DESCRIPTORS } from './observed-descriptors.js';
import { LOOKING } from './observed-looking.js';
import { NAMES } from './observed-names.js';
import { OPENING } from './observed-opening.js';

/** What Windows answers to the host primitives, where the Windows adapter has to do with it. */
export const OBSERVATIONS: readonly Observation[] = [...OPENING, ...LOOKING, ...NAMES, ...DESCRIPTORS];
