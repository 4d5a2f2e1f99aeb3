import { readFileSync } from 'node:fs';
import { captureOutput, memoryDirectory, memoryPorts } from '../../adapters/memory/index.js';
import { createRuntime } from '../../application/assembly/index.js';

/** Run in a process of its own, whose heap is limited, with a module that exhausts it where nothing bounds what is held for it. */
const [, main = '', module] = process.argv;
if (main.endsWith('held-memory.js') && module !== undefined) {
  const runtime = createRuntime(memoryPorts());
  let length = 0;
  runtime.hostcalls$.subscribe(call => {
    length += call.text().length;
  });
  const stdout = captureOutput();
  const { exitCode } = await runtime.run(readFileSync(module), { preopens: { '/': memoryDirectory() }, stdout });
  process.stdout.write(JSON.stringify({ exitCode, traced: length > 0 }));
}
