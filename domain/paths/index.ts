/**
 * Guest paths: from bytes to text, and from text to a directory and a name in it. A walk goes one component at a time, never above the
 * directory it starts from, and follows links itself, within a budget; adapters follow none. It touches no file: it asks directories.
 * What a name must not be on hosts where some names stand for others is said here too, for directories to ask.
 */

export * from './comparable-paths.js';
export * from './folded-naming.js';
export * from './guest-path-below.js';
export * from './naming.js';
export * from './path-walk.js';
export * from './utf8.js';
export * from './windows-naming.js';
