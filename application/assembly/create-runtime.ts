import type { Ports } from '../../domain/index.js';
import { Runtime, type RuntimeSettings } from '../runtime/index.js';
import { checkPorts } from './check-ports.js';
import { checkRuntimeSettings } from './check-settings.js';

/**
 * Builds a runtime from ports, without inversify.
 * @param settings what is kept of each call for traces, and what stands between guests and hostcalls
 * @throws ConfigurationError for a port that is missing or not complete, for an interceptor of no hostcall, and for an unknown or invalid setting
 */
export function createRuntime(ports: Ports, settings: RuntimeSettings = {}): Runtime {
  checkPorts(ports);
  checkRuntimeSettings(settings);
  return new Runtime(ports, settings);
}
