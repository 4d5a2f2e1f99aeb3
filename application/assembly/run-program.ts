import type { Ports } from '../../domain/index.js';
import { noInterception } from '../interception/index.js';
import { Guest, type Outcome, type Program, type ProgramOptions, runProgram as runOn } from '../runtime/index.js';
import { NO_GUEST_TRACE } from '../tracing/index.js';
import { checkPorts } from './check-ports.js';

/**
 * Runs one program to its end, without a runtime: its calls cannot be watched or intercepted. A bundle with this function alone does not include the
 * code for that.
 *
 * ```ts
 * const { exitCode } = await runProgram(browserPorts(), wasm, { args: ['in.txt'] });
 * ```
 * @param ports such as `browserPorts()`
 * @throws GuestTrap if it trapped; ConfigurationError for anything that cannot be run, and for a port that is missing or not complete
 */
export async function runProgram(ports: Ports, wasm: Program, options: ProgramOptions = {}): Promise<Outcome> {
  checkPorts(ports);
  const own = Object.freeze({ ...ports });
  const guestFor = (given: ProgramOptions, threaded?: boolean) =>
    new Guest(own, NO_GUEST_TRACE, noInterception, given, threaded);
  return runOn({ ports: own, guestFor }, wasm, options);
}
