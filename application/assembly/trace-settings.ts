import { ContainerModule } from 'inversify';
import { checkTraceSettings, type TraceSettings } from '../tracing/index.js';
import { describeModule } from './module-names.js';
import { traceSettingsIdentifier } from './tokens.js';

/**
 * Sets what of each call is kept for traces, for `assemble()`.
 *
 * Several modules add up: what is set twice is as the later module sets it.
 *
 * ```ts
 * const runtime = assemble(nodeHost(), traceSettings({ payload: 4096, denials: findDenials }));
 * ```
 * @throws ConfigurationError for a setting that does not exist, and for one that is something else than it can be
 */
export function traceSettings(settings: TraceSettings): ContainerModule {
  checkTraceSettings(settings);
  const module = new ContainerModule(({ bind }) => {
    bind(traceSettingsIdentifier).toConstantValue(settings);
  });
  return describeModule(module, `traceSettings({ ${Object.keys(settings).join(', ')} })`);
}
