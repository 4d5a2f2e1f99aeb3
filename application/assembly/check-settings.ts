/** What an embedder sets about a runtime beside its ports: settings of traces, and interceptors. */
import { hostcallNames } from '../../domain/index.js';
import { ConfigurationError } from '../errors.js';
import type { Interceptors } from '../interception/index.js';
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
      throw new ConfigurationError(`unknown trace setting "${name}"`, `there are ${Object.keys(kinds).join(', ')}`);
    if (value !== undefined && !kind.fits(value))
      throw new ConfigurationError(
        `${name} is ${typeof value === 'object' && value !== null ? 'another object' : String(value)}`,
        `give ${kind.expected}, or leave it out`,
      );
  }
}

/**
 * Checks that interceptors are functions before hostcalls. A value under another name that is not a function is the embedder's own, such as a field of a class.
 * @throws ConfigurationError for a function under a name that is not a hostcall, and for a value under a hostcall's name that is not a function
 */
export function checkInterceptors(interceptors: Interceptors): void {
  if (typeof interceptors !== 'object' || interceptors === null) {
    throw new ConfigurationError(
      'the interceptors are not an object',
      'give functions by the name of a hostcall: { path_open(call, proceed) { … } }',
    );
  }
  for (const [name, interceptor] of Object.entries(interceptors)) {
    const known = (hostcallNames as readonly string[]).includes(name);
    if (!known && typeof interceptor === 'function') {
      throw new ConfigurationError(`unknown hostcall "${name}"`, alternatives(name));
    }
    if (known && interceptor !== undefined && typeof interceptor !== 'function') {
      throw new ConfigurationError(
        `the interceptor of ${name} is not a function`,
        `give it one: ${name}(call, proceed) { … }`,
      );
    }
  }
}

/** What the name may have meant: the hostcalls that begin alike. */
function alternatives(name: string): string {
  const prefix = name.split('_', 1)[0] ?? '';
  const alike = hostcallNames.filter(other => other.startsWith(`${prefix}_`));
  return alike.length === 0 ? 'the names are in hostcallNames' : `there are ${alike.join(', ')}`;
}
