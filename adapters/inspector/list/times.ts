/** Times in a column: the same unit has the same digits. */

/** @param nanoseconds a duration; NaN if it is not known */
export function durationText(nanoseconds: number): string {
  if (Number.isNaN(nanoseconds)) return '';
  if (nanoseconds < 1e3) return `${Math.round(nanoseconds)} ns`;
  if (nanoseconds < 1e6) return `${(nanoseconds / 1e3).toFixed(1)} µs`;
  if (nanoseconds < 1e9) return `${(nanoseconds / 1e6).toFixed(1)} ms`;
  return `${(nanoseconds / 1e9).toFixed(2)} s`;
}

/** Seconds since the first call, with microseconds. @param nanoseconds since then; NaN if it is not known */
export function timeText(nanoseconds: number): string {
  return Number.isNaN(nanoseconds) ? '' : (nanoseconds / 1e9).toFixed(6);
}
