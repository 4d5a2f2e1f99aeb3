import { ContainerModule } from 'inversify';
import type { Interceptors } from '../interception/index.js';
import { checkInterceptors } from './check-settings.js';
import { describeModule } from './module-names.js';
import { interceptorsIdentifier } from './tokens.js';

/**
 * Puts functions between guests and hostcalls, for `assemble()`.
 *
 * Several modules add up: a hostcall that is intercepted twice passes through both, the later module's first.
 * @param interceptors by the name of the hostcall each stands before
 * @throws ConfigurationError for a name that is not a hostcall's
 */
export function intercept(interceptors: Interceptors): ContainerModule {
  checkInterceptors(interceptors);
  const module = new ContainerModule(({ bind }) => {
    bind(interceptorsIdentifier).toConstantValue(interceptors);
  });
  return describeModule(module, `intercept({ ${Object.keys(interceptors).join(', ')} })`);
}
