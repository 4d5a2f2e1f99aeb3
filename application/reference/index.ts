/** Facts about hostcalls for people, from the table: pages as data, every name that can be looked up, and sets of hostcalls. */

export { cParams } from './c-signature.js';
export { catalogue, lookUp, type Subject } from './catalogue.js';
export { errnoInCallPage } from './errno-in-call.js';
export { explanation, overview } from './explanation.js';
export { manualPageOf, specificationOf, type WebLink } from './further-reading.js';
export { type CallMemory, callMemory, type MemoryRow } from './memory-picture.js';
export type { Block, Column, Link, Page, Text } from './page.js';
export { facts, heading, paragraph, table } from './page.js';
export { reference } from './reference.js';
export { type Hit, searchReference } from './search.js';
export { type ByteRun, type StructBytes, structBytes } from './struct-bytes.js';
