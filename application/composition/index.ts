/**
 * Directories made of directories: each part wraps any `Directory` of any adapter and is one itself, so they stack. Nothing here knows an
 * adapter or a platform; a host path stays a string until the runtime that runs the program opens it.
 */
export { type Fault, type FaultableOperation, faulty } from './faulty.js';
export { mounts } from './mounts.js';
export { type ChangedEntry, Overlay, type OverlayChanges, overlay } from './overlay.js';
export { type DirectorySource, type OpenPath, openPlace, type Place } from './places.js';
export { type QuotaLimits, quota } from './quota.js';
export { readOnly } from './read-only.js';
