/** What `run` and `trace` have in common: reading the program, running it or calling a function of it, and how that ends. */

import { GuestExit, GuestTrap } from '../../../application/errors.js';
import { checkImports, entryProblem, readSections } from '../../../application/modules/index.js';
import type { Instance, ProgramOptions, Runtime } from '../../../application/runtime/index.js';
import type { CompiledModule } from '../../../domain/index.js';
import { NodeEngine } from '../../node/engine.js';
import { CommandLineError } from '../command-line-error.js';
import type { RunOptions } from '../run/run-options.js';
import { print } from '../terminal/report.js';
import { createWorld, type World } from '../world/world.js';
import { type WorldSetting, worldSetting } from '../world/world-setting.js';
import { guestStrings } from './guest-strings.js';
import { type Invocation, parseArguments, resultText } from './invoke-option.js';
import { compileProgram, readProgram } from './program-file.js';
import { keepDeepStacks, ProgramTrap } from './program-trap.js';

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
  refuseImports(program, module);
  refuseEntry(program, module);
  const strings = guestStrings(program, args, options, process.env);
  const { invoke: name } = options;
  const invocation =
    name === undefined ? undefined : { name, ...parseArguments(program, readSections(bytes), name, args) };
  const setting = worldSetting(options);
  const world = await createWorld(setting);
  return {
    program,
    bytes,
    module,
    setting,
    world,
    options: { ...strings, ...(invocation && { args: [] }), preopens: world.preopens, limits: setting.limits },
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
    if (invocation === undefined) return (await runtime.run(module, options)).exitCode;
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

function refuseImports(program: string, module: CompiledModule): void {
  const [first, ...others] = checkImports(module);
  if (first === undefined) return;
  const { kind, name, module: from } = first.item;
  if (first.wrongSignature !== undefined)
    throw new CommandLineError(
      `${program} imports '${name}' from '${from}' with a ${first.wrongSignature}`,
      'build it again, against a current WASI libc',
    );
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new CommandLineError(
    `${program} imports the ${kind} '${name}' from '${from}', which hostcall does not provide${more}`,
    `see \`hostcall check ${program}\``,
  );
}

/** @throws CommandLineError for a module that can neither be started nor initialised */
export function refuseEntry(program: string, module: CompiledModule): void {
  const problem = entryProblem(module);
  if (problem === undefined) return;
  throw new CommandLineError(
    `${program} cannot be run: '${problem.item}' is ${problem.text}`,
    'build it as one of the two',
  );
}
