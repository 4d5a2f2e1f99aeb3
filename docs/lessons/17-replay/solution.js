import { createRuntime } from 'hostcall';
import { memoryPorts } from 'hostcall/memory';
import { readRecording, replay } from 'hostcall/recording';

/**
 * Finds out why somebody's program failed.
 * @param material `failure` is the recording, `program` the program; both are bytes
 */
export default async function investigate({ failure, program }) {
  const recording = readRecording(failure);
  const failed = [...recording.calls()].findLast(call => call.errno > 0);

  const ports = memoryPorts();
  const module = await createRuntime(ports).compile(program);
  let said = '';
  await replay(recording, module, ports.engine, {
    output(stream, bytes) {
      if (stream === 2) said += new TextDecoder().decode(bytes);
    },
  });

  return { path: failed.path, error: failed.toJSON().error, said };
}
