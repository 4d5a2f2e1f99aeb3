/**
 * The boundary of the ABI: the generated shells that a guest imports, and what they are made of. Here alone are a guest's pointers; they are checked
 * before a call does anything, lifted into values, and results are lowered.
 */
export { packAddresses, storeAddresses, unpackAddresses } from './address-list.js';
export { placeOfBytes } from './byte-places.js';
export { CallCopies } from './call-copies.js';
export { GuestMemory } from './guest-memory.js';
export { Lifter } from './lifter.js';
export { Lowerer } from './lowerer.js';
export type { RawArgument, Reject, ShellParts, Shells, ShellTap, ShellTracer } from './shell-parts.js';
export { createShells, createThreadShells, createUnstableShells, createWasmEdgeShells } from './shells.gen.js';
