/** What `run` and `trace` have in common: reading the program, running it or calling a function of it, and how that ends. */

import { GuestExit, GuestTrap } from '../../../application/errors.js';
import { kindOf, readSections } from '../../../application/modules/index.js';
import type { Instance, ProgramOptions, Runtime } from '../../../application/runtime/index.js';
import type { CompiledModule } from '../../../domain/index.js';
import { NodeEngine } from '../../node/engine.js';
import type { RunOptions } from '../run/run-options.js';
import { complain, print } from '../terminal/report.js';
import { createWorld, type World } from '../world/world.js';
import { type WorldSetting, worldSetting } from '../world/world-setting.js';
import { guestStrings } from './guest-strings.js';
import { type Invocation, parseArguments, resultText } from './invoke-option.js';
import { listenVariables } from './listen-variables.js';
import { compileProgram, readProgram } from './program-file.js';
import { keepDeepStacks, ProgramTrap } from './program-trap.js';
import { exportedFunctions, refuseEntry, refuseImports, refuseMemory, refuseNothingToRun } from './refused-program.js';

/** A program on the command line. */
export interface GuestCommand {
  /** Path of the module on the host. */
  readonly program: string;
  /** What followed it. */
  readonly args: readonly string[];
  readonly options: RunOptions;
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
}

/**
 * Makes everything ready.
 * @param inspect is shown the bytes of the program
 * @throws CommandLineError for what cannot be run
 */
export async function prepareGuest(
  { program, args, options }: GuestCommand,
  inspect?: (bytes: Uint8Array) => void,
): Promise<PreparedGuest> {
  const bytes = readProgram(program);
  inspect?.(bytes);
  const module = await compileProgram(new NodeEngine(), program, bytes);
  const { invoke: name, unknownImports, sigpipe = 'terminate' } = options;
  refuseImports(program, module, unknownImports);
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
    world,
    options: {
      ...strings,
      ...(invocation && { args: [] }),
      preopens: world.preopens,
      sockets: world.sockets,
      limits: setting.limits,
      ...(unknownImports && { unknownImports }),
      sigpipe,
    },
    invocation,
  };
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
): Promise<number> {
  const { module, invocation, program, bytes } = guest;
  const options = { ...guest.options, ...streams };
  keepDeepStacks();
  try {
    if (invocation === undefined) {
      const { exitCode } = await runtime.run(module, options);
      if (exitCode === 0 && kindOf(module) === 'reactor')
        complain(
          `${program} is a reactor, and only its _initialize has run; call a function with --invoke: ${exportedFunctions(module)}`,
        );
      return exitCode;
    }
    return await invokeFunction(runtime, module, options, invocation);
  } catch (thrown) {
    throw thrown instanceof GuestTrap ? new ProgramTrap(thrown, program, bytes) : thrown;
  }
}

/** Calls a function of a program, and prints its results. */
async function invokeFunction(
  runtime: Runtime,
  module: CompiledModule,
  options: ProgramOptions,
  invocation: NonNullable<PreparedGuest['invocation']>,
): Promise<number> {
  let instance: Instance | undefined;
  try {
    instance = await runtime.instantiate(module, options);
    if (!instance.isCommand) instance.initialize();
    const result = instance.invoke(invocation.name, ...invocation.arguments);
    for (const line of resultText(result, invocation.results)) print(line);
    return 0;
  } catch (thrown) {
    if (thrown instanceof GuestExit) return thrown.exitCode;
    throw thrown;
  } finally {
    instance?.close();
  }
}
