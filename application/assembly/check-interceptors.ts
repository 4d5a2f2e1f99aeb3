import { hostcallNames } from '../../domain/index.js';
import { ConfigurationError } from '../errors.js';
import type { Interceptors } from '../interception/index.js';

/**
 * Checks that interceptors are functions before hostcalls. A value under another name that is not a function is the embedder's own, such as a field of a class.
 * @throws ConfigurationError for a function under a name that is no hostcall, and for what is not a function under one that is
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
