/** What an embedder sets about a runtime beside its ports: settings of traces, and interceptors. */
import { everyHostcall } from '../../domain/index.js';
import { ConfigurationError } from '../errors.js';
import type { Interceptors } from '../interception/index.js';
import { checkOptions, listOf, type OptionKinds, shown, unknownName } from '../options/index.js';
import type { RuntimeSettings } from '../runtime/index.js';
import { checkTraceSettings, traceSettingKinds } from '../tracing/index.js';

const kinds: OptionKinds<RuntimeSettings> = { ...traceSettingKinds, interceptors: listOf('interceptors') };

/**
 * Checks what is set about a runtime.
 * @throws ConfigurationError for a setting that does not exist, and for an invalid value of one
 */
export function checkRuntimeSettings(settings: RuntimeSettings): void {
  checkOptions(settings, 'createRuntime()', kinds);
  const { interceptors = [], ...traces } = settings;
  for (const each of interceptors) checkInterceptors(each);
  checkTraceSettings(traces);
}

/**
 * Checks that interceptors are functions before hostcalls. A value under another name that is not a function is the embedder's own, such as a field of a class.
 * @throws ConfigurationError for a function under a name that is not a hostcall, and for a value under a hostcall's name that is not a function
 */
export function checkInterceptors(interceptors: Interceptors): void {
  if (typeof interceptors !== 'object' || interceptors === null || Array.isArray(interceptors)) {
    throw new ConfigurationError(
      `the interceptors are ${shown(interceptors)}`,
      'give functions by the name of a hostcall: { path_open(call, proceed) { … } }',
    );
  }
  for (const [name, interceptor] of Object.entries(interceptors)) {
    const known = (everyHostcall as readonly string[]).includes(name);
    if (!known && typeof interceptor === 'function') {
      throw unknownName('hostcall', name, everyHostcall);
    }
    if (known && interceptor !== undefined && typeof interceptor !== 'function') {
      throw new ConfigurationError(
        `the interceptor of ${name} is not a function`,
        `give it one: ${name}(call, proceed) { … }`,
      );
    }
  }
}
