import { assemble, formatStrace, GuestTrap } from 'hostcall';
import { browserWorld } from 'hostcall/browser';
import { snapshot } from 'hostcall/memory';
import type { ErrandJob, ErrandReport } from './job.js';

/** Runs a program in the browser that this is in. */
export async function runErrand({ url, args, answers, files, console }: ErrandJob): Promise<ErrandReport> {
  const dialogue: string[] = [];
  const left = [...answers];
  const host = browserWorld({
    contents: files,
    stdin: () => {
      const answer = left.shift() ?? null;
      dialogue.push(`0:${answer}`);
      return answer;
    },
    ...(console
      ? {}
      : {
          stdout: (line: string) => dialogue.push(`1:${line}`),
          stderr: (line: string) => dialogue.push(`2:${line}`),
        }),
  });
  const runtime = assemble(host.module);
  const trace: string[] = [];
  runtime.hostcalls$.subscribe(call => trace.push(formatStrace(call)));
  const outcome: { exitCode?: number; trapped?: string } = {};
  try {
    const wasm = new Uint8Array(await (await fetch(url)).arrayBuffer());
    const { exitCode } = await runtime.run(wasm, { args, env: { PLACE: 'a browser' }, preopens: { '/': '/' } });
    outcome.exitCode = exitCode;
  } catch (error) {
    if (!(error instanceof GuestTrap)) throw error;
    outcome.trapped = error.text;
  }
  return { ...outcome, dialogue, trace, files: [...snapshot(host.fileSystem.root)] };
}
