/** What `run` and `trace` have in common: reading the program, running it or calling a function of it, and how that ends. */
import type { CompiledModule, ProgramOptions, Runtime } from '../../application/index.js';
import { GuestExit } from '../../application/runtime/errors.js';
import { checkImports } from '../../application/runtime/import-check.js';
import { NodeEngine } from '../node/engine.js';
import { type GuestOptions, guestSetting } from './guest-options.js';
import { parseArguments, resultText } from './invocation.js';
import { readSections } from './module-sections.js';
import { compileProgram, readProgram } from './program-file.js';
import { CommandLineError, print } from './report.js';

/** A program on the command line. */
export interface GuestCommand {
  /** Path of the module on the host. */
  readonly program: string;
  /** What followed it. */
  readonly args: readonly string[];
  readonly options: GuestOptions;
}

/**
 * Runs a program to its end, or calls one of its functions.
 * @param runtime that is to run it
 * @param command what to run
 * @param streams other streams than the process's own
 * @returns the guest's exit code
 * @throws CommandLineError or ConfigurationError for what cannot be run; GuestTrap
 */
export async function runGuest(
  runtime: Runtime,
  { program, args, options }: GuestCommand,
  streams: Pick<ProgramOptions, 'stdout' | 'stderr'> = {},
): Promise<number> {
  const bytes = readProgram(program);
  const module = await compileProgram(new NodeEngine(), program, bytes);
  refuseUnknownImports(program, module);
  const setting = guestSetting(program, args, options, process.env);
  if (options.invoke === undefined) return (await runtime.run(module, { ...setting, ...streams })).exitCode;

  const values = parseArguments(program, readSections(bytes), options.invoke, args);
  const instance = await runtime.instantiate(module, { ...setting, ...streams, args: [] });
  try {
    if (!instance.isCommand) instance.initialize();
    const result = instance.invoke(options.invoke, ...values.arguments);
    for (const line of resultText(result, values.results)) print(line);
    return 0;
  } catch (thrown) {
    if (thrown instanceof GuestExit) return thrown.exitCode;
    throw thrown;
  } finally {
    instance.close();
  }
}

function refuseUnknownImports(program: string, module: CompiledModule): void {
  const [first, ...others] = checkImports(module);
  if (first === undefined) return;
  const { kind, name, module: from } = first.item;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new CommandLineError(
    `${program} imports the ${kind} '${name}' from '${from}', which hostcall does not provide${more}`,
    `see \`hostcall check ${program}\``,
  );
}
