/** The inspector: a page in which one reads what a program asked of its host. */
export { type MountedInspector, mountInspector } from './mount.js';
export type { InspectorSource } from './source.js';
