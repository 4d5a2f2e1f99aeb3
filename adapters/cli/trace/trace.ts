/** `hostcall trace`: runs a program, and prints every hostcall it makes. */
import { CommandLineError } from '../command-line-error.js';
import { ExitStatus } from '../exit-status.js';
import { type GuestCommand, type PreparedGuest, prepareGuest, runGuest } from '../guest/guest-run.js';
import { ProgramTrap } from '../guest/program-trap.js';
import { refuseSameFile } from '../output-file.js';
import { report } from '../terminal/report.js';
import { settled } from '../world/settled.js';
import type { TraceOptions } from './trace-options.js';
import { type TracePlan, tracePlan } from './trace-plan.js';
import { TracedRun } from './traced-run.js';

/**
 * Runs a program and prints its trace.
 * @returns the exit status
 * @throws CommandLineError or ConfigurationError for anything that cannot be run, and if the trace can't be written
 */
export async function trace(command: GuestCommand, options: TraceOptions): Promise<number> {
  const plan = tracePlan(options);
  const guest = await prepareGuest({ ...command, options: { ...options, env: variables(options) } });
  if (plan.target.kind === 'file') refuseSameFile(command.program, plan.target.path, 'trace');
  return settled(guest, () => traced(guest, plan, options.debug === true));
}

/** Those of `--env`, and then those of `-E`. */
function variables({ env = [], E = [] }: TraceOptions): readonly string[] {
  const bare = E.find(each => !each.includes('='));
  if (bare === undefined) return [...env, ...E];
  throw new CommandLineError(
    `-E ${bare} takes no variable away: a program inherits none`,
    `to pass on that of the host, write --env ${bare}`,
  );
}

async function traced(guest: PreparedGuest, plan: TracePlan, debug: boolean): Promise<number> {
  const run = new TracedRun(guest, plan);
  plan.tampering.begin();
  try {
    return await runGuest(run.runtime, guest, run.streams, run);
  } catch (error) {
    if (!(error instanceof ProgramTrap)) throw error;
    // Elsewhere than on stderr, and in a table, the trap is not told yet.
    return plan.target.kind !== 'stderr' || plan.summary?.only || debug ? report(error, debug) : ExitStatus.trap;
  }
}
