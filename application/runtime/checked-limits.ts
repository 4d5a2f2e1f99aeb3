import { ConfigurationError } from '../errors.js';
import { defaultLimits, type Limits } from '../limits.js';

/**
 * The limits an embedder asks for.
 * @param given those that differ from the defaults; undefined stands for the default, never for no limit
 * @throws ConfigurationError for a name that is no limit, and for what is neither a whole number, 0 or greater, nor Infinity
 */
export function checkedLimits(given: { readonly [Name in keyof Limits]?: Limits[Name] | undefined } = {}): Limits {
  const limits: Record<string, number> = { ...defaultLimits };
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(defaultLimits, name)) {
      throw new ConfigurationError(
        `there is no limit named ${JSON.stringify(name)}`,
        `there are ${Object.keys(defaultLimits).join(', ')}`,
      );
    }
    if (value === undefined) continue;
    if (value !== Number.POSITIVE_INFINITY && !(Number.isSafeInteger(value) && value >= 0)) {
      throw new ConfigurationError(
        `limits.${name} is ${String(value)}`,
        'give a whole number, 0 or greater, or Infinity for no limit',
      );
    }
    limits[name] = value;
  }
  return limits as unknown as Limits;
}
