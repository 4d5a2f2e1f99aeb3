import type { Ports } from '../../domain/index.js';
import { Runtime, type RuntimeSettings } from '../runtime/index.js';
import { checkPorts } from './check-ports.js';
import { checkRuntimeSettings } from './check-settings.js';

/**
 * Builds a runtime from ports, without inversify.
 * @param settings what of each call is kept for traces, and what stands between guests and hostcalls
 * @throws ConfigurationError for a port that is missing or not complete, for an interceptor of no hostcall, and for a setting that does not
 *   exist or is something else than it can be
 */
export function createRuntime(ports: Ports, settings: RuntimeSettings = {}): Runtime {
  checkPorts(ports);
  checkRuntimeSettings(settings);
  return new Runtime(ports, settings);
}
