import { textInput } from '../../adapters/memory/index.js';
import type { GuestHost } from './guest.js';
import { nodeAdapter } from './node-adapter.js';
import { recordRun, replayRun } from './recorded-run.js';

/** Every guest runs on the Node adapter and is recorded; what it is judged by is its replay. */
export const replayedHost: GuestHost = {
  name: 'the replay of a recording',
  createScratch: files => nodeAdapter.createScratch(files),
  async run(wasm, { stdin = '', ...options }) {
    const { file, result } = await recordRun(nodeAdapter.ports, wasm, { ...options, stdin: textInput(stdin) });
    const replayed = await replayRun(file, wasm);
    if (JSON.stringify(replayed) !== JSON.stringify(result))
      throw new Error(`recorded ${JSON.stringify(result)}, and replayed ${JSON.stringify(replayed)}`);
    return replayed;
  },
};
