/**
 * Whether a program can be driven that runs in a worker of this page: both need memory that they share, which browsers give pages that are
 * [cross-origin isolated](https://developer.mozilla.org/en-US/docs/Web/API/Window/crossOriginIsolated).
 */
export function canDriveWorkers(): boolean {
  return globalThis.crossOriginIsolated === true;
}
