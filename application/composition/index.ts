/**
 * Directories made of directories: each part wraps any `Directory` of any adapter and is one itself, so they stack. Nothing here knows an
 * adapter or a platform; a host path stays a string until the runtime that runs the program opens it.
 */
export { mounts } from './mounts.js';
export { type ChangedEntry, Overlay, type OverlayChanges, overlay } from './overlay.js';
export { type DirectorySource, openPlace, type Place } from './places.js';
export { readOnly } from './read-only.js';
