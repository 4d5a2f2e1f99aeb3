const SECOND = 1_000_000_000;

/** The precision of a time: to the second, millisecond, microsecond or nanosecond. */
export type Precision = 's' | 'ms' | 'us' | 'ns';

/** How many digits there are behind the point. */
export const DIGITS: Readonly<Record<Precision, number>> = { s: 0, ms: 3, us: 6, ns: 9 };

/** The fraction of a second, with the point before it, from nanoseconds; finer digits are cut off. */
export function fraction(nanoseconds: number, precision: Precision): string {
  const digits = DIGITS[precision];
  return digits === 0 ? '' : `.${String(nanoseconds).padStart(9, '0').slice(0, digits)}`;
}

/**
 * A duration in seconds, rounded.
 * @param width of what is before the point
 */
export function seconds(nanoseconds: number, precision: Precision, width = 0): string {
  const unit = 10 ** (9 - DIGITS[precision]);
  const rounded = Math.round(nanoseconds / unit) * unit;
  const whole = Math.floor(rounded / SECOND);
  return `${String(whole).padStart(width)}${fraction(rounded - whole * SECOND, precision)}`;
}
