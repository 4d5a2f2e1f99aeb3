export { CallCopies } from './call-copies.js';
export { GuestMemory } from './guest-memory.js';
export { Lifter } from './lifter.js';
export { Lowerer } from './lowerer.js';
export type { RawArgument, Reject, ShellParts, Shells } from './shell-parts.js';
export { createShells, createUnstableShells } from './shells.gen.js';
