import { requireStream } from '../../application/options/index.js';
import type { Stdio, Stream } from '../../domain/index.js';
import { textInput } from './inputs.js';
import { type CaptureOutput, captureOutput } from './outputs.js';

/** Stdio that keeps what programs write. */
export interface CapturedStdio extends Stdio {
  readonly stdout: CaptureOutput;
  readonly stderr: CaptureOutput;
}

/**
 * Makes stdio that keeps what programs write.
 * @param stdin what programs read. Default: nothing
 * @throws ConfigurationError for anything that is not a stream
 */
export function captureStdio(stdin: Stream = textInput('')): CapturedStdio {
  requireStream(stdin, 'stdin');
  return { stdin, stdout: captureOutput(), stderr: captureOutput() };
}
