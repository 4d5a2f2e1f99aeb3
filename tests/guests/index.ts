/**
 * Guests: real programs to run on a host, and the means to build and run them. C lives in `c/`, small WAT beside the test that needs
 * it. Nothing here asserts; the tests that use it are in `tests/semantics` and elsewhere.
 */
export * from './altered-stream.js';
export * from './build-c.js';
export * from './build-wat.js';
export * from './guest.js';
