import { basename, resolve } from 'node:path';
import type { RecordingHeader } from '../../../application/recording/index.js';
import { startsThreads } from '../../../application/runtime/index.js';
import type { PreparedGuest } from '../guest/guest-run.js';
import type { RecordOptions } from './record-options.js';

/** Set by the bundler from package.json. */
declare const HOSTCALL_VERSION: string;

/**
 * What a recording of a program says about itself.
 * @param sha256 of the program's bytes, in hexadecimal digits
 * @param args what followed the program on the command line
 */
export function recordingHeader(
  { program, module, invocation, options, limits }: PreparedGuest,
  sha256: string,
  args: readonly string[],
  { redact: redacted = false, unknownImports = 'refuse' }: Pick<RecordOptions, 'redact' | 'unknownImports'>,
): RecordingHeader {
  return {
    recorder: `hostcall ${HOSTCALL_VERSION}`,
    program: redacted ? basename(program) : resolve(program),
    sha256,
    started: new Date().toISOString(),
    ...(invocation !== undefined && {
      invoke: { name: invocation.name, args: redacted ? [] : args },
    }),
    ...(unknownImports !== 'refuse' && { unknownImports }),
    ...(limits.maxMemory !== undefined && { maxMemory: limits.maxMemory }),
    ...(options.network !== undefined && { network: true }),
    ...(startsThreads(module) && { threads: true }),
    ...(redacted && { redacted }),
  };
}
