/** What `run` and `trace` have in common: reading the program, running it or calling a function of it, and how that ends. */

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
import { listenVariables } from './listen-variables.js';
import { compileProgram, readProgram } from './program-file.js';
import { keepDeepStacks, ProgramTrap } from './program-trap.js';
import { exportedFunctions, refuseEntry, refuseImports, refuseMemory, refuseNothingToRun } from './refused-program.js';
import { timeoutOf, timeoutText } from './timeout-option.js';

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
  /** Milliseconds that it may run. */
  readonly timeout: number | undefined;
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
  const timeout = timeoutOf(options);
  const bytes = readProgram(program);
  inspect?.(bytes);
  const module = await compileProgram(new NodeEngine(), program, bytes);
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
    },
    invocation,
    supervisor,
    timeout,
  };
}

/** Is told how a run ends. */
export interface RunObserver {
  /** A signal ends the run. Of the calls that wait then, a trace learns after this. */
  interrupted?(signal: NodeJS.Signals): void;
  /** The run has ended, and everything of the guest is closed. @param frames of a trap: the functions that were being called */
  ended?(outcome: TraceOutcome, frames?: readonly StackFrame[]): void;
}

/**
 * Runs a program to its end, or calls one of its functions.
 * @param runtime that is to run it
 * @param guest from `prepareGuest`
 * @param streams other streams than the world's
 * @returns the guest's exit code
 * @throws ConfigurationError for what cannot be run; ProgramTrap
 */
export async function runGuest(
  runtime: Runtime,
  guest: PreparedGuest,
  streams: Pick<ProgramOptions, 'stdin' | 'stdout' | 'stderr'> = {},
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
    try {
      exitCode = await supervisor.running(runtime, async () => {
        const { timeout } = guest;
        // Without a thread to end it, it ends where it waits and at its next hostcall.
        const stopping = timeout === undefined || supervisor.endAfter(timeout) ? {} : { timeout };
        instance = await runtime.instantiate(guest.module, { ...guest.options, ...streams, ...stopping });
        return runInstance(instance, guest);
      });
    } catch (thrown) {
      instance?.close();
      if (thrown instanceof GuestTrap) {
        observer.ended?.({ trap: thrown.text }, thrown.frames);
        throw new ProgramTrap(thrown, guest.program, guest.bytes);
      }
      if (thrown instanceof GuestStopped) {
        observer.ended?.({ signal: 'SIGALRM' });
        complain(timeoutText(guest.timeout ?? 0));
        return ExitStatus.timeout;
      }
      if (!(thrown instanceof GuestExit)) {
        observer.ended?.({ error: thrown instanceof Error ? thrown.message : String(thrown) });
        throw thrown;
      }
      exitCode = thrown.exitCode;
    }
    instance?.close();
    observer.ended?.({ exitCode });
    tellOfReactor(guest, exitCode);
    return exitCode;
  };
  keepDeepStacks();
  return supervisor.during(interrupted, toItsEnd);
}

/** A reactor that has only been initialised may not be what was meant. */
function tellOfReactor({ program, module, invocation }: PreparedGuest, exitCode: number): void {
  if (invocation !== undefined || exitCode !== 0 || kindOf(module) !== 'reactor') return;
  complain(
    `${program} is a reactor, and only its _initialize has run; call a function with --invoke: ${exportedFunctions(module)}`,
  );
}

/** @returns the exit code */
function runInstance(instance: Instance, { invocation }: PreparedGuest): number {
  if (instance.isCommand && invocation === undefined) return instance.start();
  if (!instance.isCommand) instance.initialize();
  if (invocation === undefined) return 0;
  const result = instance.invoke(invocation.name, ...invocation.arguments);
  for (const line of resultText(result, invocation.results)) print(line);
  return 0;
}
