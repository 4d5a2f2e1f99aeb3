/** What `run` and `trace` have in common: reading the program, running it or calling a function of it, and how that ends. */

import { constants } from 'node:os';
import { GuestExit, GuestStopped, GuestTrap } from '../../../application/errors.js';
import type { TraceOutcome } from '../../../application/formats/index.js';
import { kindOf, readSections } from '../../../application/modules/index.js';
import type { Instance, ProgramOptions, Runtime } from '../../../application/runtime/index.js';
import type { CompiledModule, StackFrame } from '../../../domain/index.js';
import { NodeEngine } from '../../node/engine.js';
import { ExitStatus } from '../exit-status.js';
import type { RunOptions } from '../run/run-options.js';
import type { Supervisor } from '../signals/supervisor.js';
import { complain, print } from '../terminal/report.js';
import { createWorld, type World } from '../world/world.js';
import { type WorldSetting, worldSetting } from '../world/world-setting.js';
import { guestStrings } from './guest-strings.js';
import { type Invocation, parseArguments, resultText } from './invoke-option.js';
import { limitEnding, type ProgramLimits } from './limit-endings.js';
import { listenVariables } from './listen-variables.js';
import { maxThreadsOf, refuseCpuTime } from './max-threads.js';
import { compileProgram, readProgram } from './program-file.js';
import { keepDeepStacks, ProgramTrap } from './program-trap.js';
import { exportedFunctions, refuseEntry, refuseImports, refuseMemory, refuseNothingToRun } from './refused-program.js';
import { sizeLimits, tellOfLimitedMemory, withLimitedMemory } from './size-limits.js';
import { timeLimits } from './time-limits.js';

/** A program on the command line. */
export interface GuestCommand {
  /** Path of the module on the host. */
  readonly program: string;
  /** What followed it. */
  readonly args: readonly string[];
  readonly options: RunOptions;
  /** What runs the command. */
  readonly supervisor: Supervisor;
}

/** A program that is ready to run. */
export interface PreparedGuest {
  /** The path of the module's file, its contents, and what was compiled from it. */
  readonly program: string;
  readonly bytes: Uint8Array;
  readonly module: CompiledModule;
  readonly setting: WorldSetting;
  readonly world: World;
  /** What it gets. */
  readonly options: ProgramOptions;
  /** The call to make in place of running it. */
  readonly invocation: (Invocation & { readonly name: string }) | undefined;
  readonly supervisor: Supervisor;
  readonly limits: ProgramLimits;
}

/**
 * Makes everything ready.
 * @param inspect is shown the bytes of the program
 * @throws CommandLineError for what cannot be run
 */
export async function prepareGuest(
  { program, args, options, supervisor }: GuestCommand,
  inspect?: (bytes: Uint8Array) => void,
): Promise<PreparedGuest> {
  const limits: ProgramLimits = { ...timeLimits(options), ...sizeLimits(options) };
  const given = readProgram(program);
  inspect?.(given);
  const bytes = withLimitedMemory(given, limits);
  const module = await compileProgram(new NodeEngine(), program, bytes);
  const maxThreads = maxThreadsOf(options);
  refuseCpuTime(program, module, limits.maxCpuTime);
  const { invoke: name, unknownImports, sigpipe = 'terminate' } = options;
  refuseImports(program, module, unknownImports, options.allowNet !== undefined);
  refuseEntry(program, module);
  refuseMemory(program, module);
  const sections = readSections(bytes);
  if (name === undefined) refuseNothingToRun(program, module, sections);
  const invocation = name === undefined ? undefined : { name, ...parseArguments(program, sections, name, args) };
  const setting = worldSetting(options);
  const world = await createWorld(setting);
  const strings = guestStrings(program, args, options, process.env, listenVariables(setting, options));
  return {
    program,
    bytes,
    module,
    setting,
    world: { ...world, ports: supervisor.watched(world.ports) },
    options: {
      ...strings,
      ...(invocation && { args: [] }),
      preopens: world.preopens,
      sockets: world.sockets,
      ...(world.network && { network: world.network }),
      limits: setting.limits,
      ...(unknownImports && { unknownImports }),
      sigpipe,
      ...(limits.maxOutput !== undefined && { maxOutput: limits.maxOutput }),
      ...(maxThreads !== undefined && { maxThreads }),
    },
    invocation,
    supervisor,
    limits,
  };
}

/** Is told how a run ends. */
export interface RunObserver {
  /** The program has been instantiated: it can be run, and is about to. */
  began?(): void;
  /** A signal ends the run. Of the calls that wait then, a trace learns after this. */
  interrupted?(signal: NodeJS.Signals): void;
  /** The run has ended, and everything of the guest is closed. @param frames of a trap: the functions that were being called */
  ended?(outcome: TraceOutcome, frames?: readonly StackFrame[]): void;
}

/**
 * Runs a program to its end, or calls one of its functions.
 * @param runtime that is to run it
 * @param guest from `prepareGuest`
 * @param streams other streams than the world's, and what stops the program
 * @returns the guest's exit code
 * @throws ConfigurationError for anything that cannot be run; ProgramTrap
 */
export async function runGuest(
  runtime: Pick<Runtime, 'instantiate' | 'beforeNextCall'>,
  guest: PreparedGuest,
  streams: Pick<ProgramOptions, 'stdin' | 'stdout' | 'stderr' | 'signal'> = {},
  observer: RunObserver = {},
): Promise<number> {
  const { supervisor } = guest;
  let instance: Instance | undefined;
  const interrupted = (signal: NodeJS.Signals) => {
    observer.interrupted?.(signal);
    instance?.close();
    observer.ended?.({ signal });
  };
  const toItsEnd = async () => {
    let exitCode: number;
    const tellOfMemory = () => tellOfLimitedMemory(instance?.exports.memory, guest.limits);
    try {
      exitCode = await supervisor.running(runtime, async () => {
        const options = { ...guest.options, ...streams, ...unsupervisedLimits(guest) };
        instance = await runtime.instantiate(guest.module, options);
        observer.began?.();
        return runInstance(instance, guest);
      });
    } catch (thrown) {
      instance?.close();
      if (thrown instanceof GuestTrap) {
        observer.ended?.({ trap: thrown.text }, thrown.frames);
        tellOfMemory();
        throw new ProgramTrap(thrown, guest.program, guest.bytes);
      }
      if (thrown instanceof GuestStopped && thrown.reason === 'signal') {
        observer.ended?.({ signal: 'SIGKILL' });
        return ExitStatus.signal + constants.signals.SIGKILL;
      }
      const ending = thrown instanceof GuestStopped ? limitEnding(thrown.reason, guest.limits) : undefined;
      if (ending !== undefined) {
        observer.ended?.({ signal: ending.signal });
        complain(ending.text);
        return ending.status;
      }
      if (!(thrown instanceof GuestExit)) {
        observer.ended?.({ error: thrown instanceof Error ? thrown.message : String(thrown) });
        throw thrown;
      }
      exitCode = thrown.exitCode;
    }
    instance?.close();
    observer.ended?.({ exitCode });
    if (exitCode !== 0) tellOfMemory();
    tellOfReactor(guest, exitCode);
    return exitCode;
  };
  keepDeepStacks();
  return supervisor.during(interrupted, toItsEnd);
}

/** The limits of time that nothing ends the program at: without a thread to end it, it ends where it waits and at its next hostcall. */
function unsupervisedLimits({ limits, supervisor }: PreparedGuest): Pick<ProgramOptions, 'timeout' | 'maxCpuTime'> {
  const { timeout, maxCpuTime } = limits;
  return {
    ...(timeout !== undefined && !supervisor.endAt('timeout', timeout) && { timeout }),
    ...(maxCpuTime !== undefined && !supervisor.endAt('cpu', maxCpuTime) && { maxCpuTime }),
  };
}

/** A reactor that has only been initialised may not be what was meant. */
function tellOfReactor({ program, module, invocation }: PreparedGuest, exitCode: number): void {
  if (invocation !== undefined || exitCode !== 0 || kindOf(module) !== 'reactor') return;
  complain(
    `${program} is a reactor, and only its _initialize has run; call a function with --invoke: ${exportedFunctions(module)}`,
  );
}

/** @returns the exit code */
async function runInstance(instance: Instance, { invocation }: PreparedGuest): Promise<number> {
  const { isCommand, isThreaded } = instance;
  if (isCommand && invocation === undefined) return isThreaded ? instance.startAsync() : instance.start();
  if (!isCommand && isThreaded) await instance.initializeAsync();
  else if (!isCommand) instance.initialize();
  if (invocation === undefined) return 0;
  const { name, arguments: args } = invocation;
  const result = isThreaded ? await instance.invokeAsync(name, ...args) : instance.invoke(name, ...args);
  for (const line of resultText(result, invocation.results)) print(line);
  return 0;
}
