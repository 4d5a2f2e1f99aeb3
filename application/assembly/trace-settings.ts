import { ContainerModule } from 'inversify';
import { checkTraceSettings, type TraceSettings } from '../tracing/index.js';
import { describeModule } from './module-names.js';
import { traceSettingsIdentifier } from './tokens.js';

/**
 * Sets what is kept of each call for traces, for `assemble()`.
 *
 * Several modules add up: of a setting made twice, the later module's counts.
 *
 * ```ts
 * const runtime = assemble(nodeHost(), traceSettings({ payload: 4096, denials: findDenials }));
 * ```
 * @throws ConfigurationError for a setting that does not exist, and for an invalid value of one
 */
export function traceSettings(settings: TraceSettings): ContainerModule {
  checkTraceSettings(settings);
  const module = new ContainerModule(({ bind }) => {
    bind(traceSettingsIdentifier).toConstantValue(settings);
  });
  return describeModule(module, `traceSettings({ ${Object.keys(settings).join(', ')} })`);
}
