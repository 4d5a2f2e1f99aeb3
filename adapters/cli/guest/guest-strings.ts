/** `--argv0` and `--env`: the strings that the guest gets. */
import { basename } from 'node:path';
import { CommandLineError } from '../command-line-error.js';
import { refuseOtherEncoding } from '../host-strings.js';
import type { RunOptions } from '../run/run-options.js';

/** The strings that the guest gets. */
export interface GuestStrings {
  readonly argv0: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Turns the options into the strings that the guest gets.
 * @param program path of the program on the host
 * @param args what followed it
 * @param options as given
 * @param hostEnv the host's environment, for `--env NAME`
 * @param preset variables that the options can override
 * @throws CommandLineError for an option that makes no sense
 */
export function guestStrings(
  program: string,
  args: readonly string[],
  options: Pick<RunOptions, 'argv0' | 'env'>,
  hostEnv: Readonly<Record<string, string | undefined>>,
  preset: Readonly<Record<string, string>> = {},
): GuestStrings {
  return {
    argv0: options.argv0 ?? basename(program),
    args,
    env: { ...preset, ...environment(options.env ?? [], hostEnv) },
  };
}

/** What an object has itself: every object answers to `constructor`. */
function own<Value>(object: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** A variable that the host does not have stays unset in the guest as well. The last one of a name wins. */
function environment(
  settings: readonly string[],
  hostEnv: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const entries: [string, string][] = [];
  for (const setting of settings) {
    const equals = setting.indexOf('=');
    const name = equals < 0 ? setting : setting.slice(0, equals);
    if (name === '') throw new CommandLineError(`--env '${setting}' has no name`, 'write --env NAME=VALUE');
    const value = equals < 0 ? own(hostEnv, name) : setting.slice(equals + 1);
    if (equals < 0 && value !== undefined) refuseOtherEncoding(name, value);
    if (value !== undefined) entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}
