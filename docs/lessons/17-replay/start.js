import { createRuntime } from 'hostcall';
import { memoryPorts } from 'hostcall/memory';
import { readRecording, replay } from 'hostcall/recording';

/**
 * Finds out why somebody's program failed.
 * @param material `failure` is the recording, `program` the program; both are bytes
 */
export default async function investigate({ failure, program }) {
  const recording = readRecording(failure);
  for (const call of recording.calls()) console.log(call.text());

  return {
    // The path that could not be opened: a call that failed has `errno` greater than 0, and a `path`.
    path: '',
    // The name of the errno: `call.toJSON().error`.
    error: '',
    // What the program writes to stderr when it is run again.
    said: '',
  };
}
