import { ConfigurationError } from '../errors.js';
import type { TraceSettings } from '../tracing/index.js';

const flag = { expected: 'true or false', fits: (value: unknown) => typeof value === 'boolean' };

const hasMethod = (value: unknown, name: string) =>
  typeof (value as Readonly<Record<string, unknown>> | null)?.[name] === 'function';

/** What each setting can be. A setting that is added and not here does not compile. */
const kinds: {
  readonly [Name in keyof TraceSettings]-?: { readonly expected: string; readonly fits: (value: unknown) => boolean };
} = {
  payload: { expected: 'a number of bytes, or Infinity', fits: value => typeof value === 'number' && value >= 0 },
  clock: { expected: 'an object with a method monotonic()', fits: value => hasMethod(value, 'monotonic') },
  whole: flag,
  dumps: {
    expected: 'an object with read, write or both',
    fits: value => typeof value === 'object' && value !== null,
  },
  complete: flag,
  details: flag,
  stacks: flag,
  redact: flag,
  denials: { expected: 'findDenials', fits: value => typeof value === 'function' },
};

/**
 * Checks what is set about traces. A setting that is undefined is not set.
 * @throws ConfigurationError for a setting that does not exist, and for one that is something else than it can be
 */
export function checkTraceSettings(settings: TraceSettings): void {
  if (typeof settings !== 'object' || settings === null)
    throw new ConfigurationError('the settings of traces are not an object', 'give one, such as { payload: 4096 }');
  for (const [name, value] of Object.entries(settings)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name as keyof TraceSettings] : undefined;
    if (kind === undefined)
      throw new ConfigurationError(`traces have no setting "${name}"`, `there are ${Object.keys(kinds).join(', ')}`);
    if (value !== undefined && !kind.fits(value))
      throw new ConfigurationError(
        `${name} is ${typeof value === 'object' && value !== null ? 'another object' : String(value)}`,
        `give ${kind.expected}, or leave it out`,
      );
  }
}
