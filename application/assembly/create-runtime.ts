import type { Ports } from '../../domain/index.js';
import { Runtime, type RuntimeSettings } from '../runtime/runtime.js';
import { checkInterceptors } from './check-interceptors.js';
import { checkPorts } from './check-ports.js';

/**
 * Builds a runtime from ports, without inversify.
 * @param settings what of each call is kept for traces, and what stands between guests and hostcalls
 * @throws ConfigurationError for a port that is missing or not complete, and for an interceptor of no hostcall
 */
export function createRuntime(ports: Ports, settings: RuntimeSettings = {}): Runtime {
  checkPorts(ports);
  for (const interceptors of settings.interceptors ?? []) checkInterceptors(interceptors);
  return new Runtime(ports, settings);
}
