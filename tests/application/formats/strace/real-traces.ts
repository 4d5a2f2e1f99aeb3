import { readdirSync, readFileSync } from 'node:fs';
import { deterministicPorts, memoryDirectory } from '../../../../adapters/memory/index.js';
import { createRuntime } from '../../../../application/assembly/index.js';
import { GuestTrap } from '../../../../application/errors.js';
import type { HostcallEvent } from '../../../../application/tracing/index.js';
import { buildC } from '../../../guests/build-c.js';
import { repository } from '../../../guests/build-cache.js';

const sources = new URL('tests/guests/c/', repository);

/** Programs that need a host of their own, or other flags to be built with. */
const NOT_HERE: readonly string[] = ['shared', 'network', 'threads'];

/** Waits until a clock has gone on that a world in memory does not have. */
const NEEDS_CPU_CLOCKS = 'cpu-clocks';

/** The C guests. */
export const cGuests: readonly string[] = readdirSync(sources)
  .filter(name => name.endsWith('.c'))
  .map(name => name.slice(0, -'.c'.length))
  .filter(name => !NOT_HERE.includes(name));

/** The scenarios of a C guest, as its source lists them; its own name for one that has none. */
function scenariosOf(guest: string): string[] {
  const source = readFileSync(new URL(`${guest}.c`, sources), 'utf8');
  const list = /^SCENARIOS\(([\s\S]*)\)/m.exec(source)?.[1] ?? '';
  const names = [...list.matchAll(/\{"([^"]+)",/g)].map(match => match[1] as string);
  return names.length === 0 ? [guest] : names.filter(name => name !== NEEDS_CPU_CLOCKS);
}

/** Every hostcall that a C guest makes, in all its scenarios; whether these succeed does not matter here. */
export async function callsOf(guest: string): Promise<HostcallEvent[]> {
  const wasm = await buildC(guest);
  const calls: HostcallEvent[] = [];
  for (const scenario of scenariosOf(guest)) {
    const runtime = createRuntime(deterministicPorts(1n, '2026-01-31'));
    runtime.hostcalls$.subscribe(call => calls.push(call));
    try {
      await runtime.run(wasm, { argv0: scenario, preopens: { '/': memoryDirectory({ 'a file': 'some text\n' }) } });
    } catch (error) {
      if (!(error instanceof GuestTrap)) throw error;
    }
  }
  return calls;
}
