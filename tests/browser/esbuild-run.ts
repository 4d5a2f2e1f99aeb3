import { readFileSync, statSync } from 'node:fs';
import { RECORDING_VERSION } from '../../application/recording/format/recording-format.js';
import { hostcall, Scratch } from '../adapters/cli/command-line.js';
import { cached } from '../guests/build-cache.js';
import { esbuildWasm } from '../programs/packages.js';

/** How many modules esbuild is given: it makes some thirteen calls for each. */
const MODULES = 1500;

/** A recording of esbuild that bundles many modules: tens of thousands of calls. It is made once, on the command line. */
export function esbuildRun(): Promise<Uint8Array> {
  const ingredients = ['esbuild run', String(MODULES), String(RECORDING_VERSION), String(statSync(esbuildWasm).size)];
  return cached(ingredients, async () => recordEsbuild(MODULES));
}

/** A recording of esbuild that bundles few modules, one of them missing on request. On every machine it makes the same calls. */
export function smallEsbuildRun(missing: boolean): Promise<Uint8Array> {
  const ingredients = [
    'small deterministic esbuild run',
    String(missing),
    String(RECORDING_VERSION),
    String(statSync(esbuildWasm).size),
  ];
  return cached(ingredients, async () => recordEsbuild(3, missing ? 2 : 3, '--host', 'deterministic'));
}

/**
 * @param there how many of the modules there are
 * @param options of `hostcall record`
 */
function recordEsbuild(modules: number, there = modules, ...options: string[]): Uint8Array {
  const scratch = new Scratch();
  try {
    const files: Record<string, string> = {};
    let main = '';
    for (let i = 0; i < modules; i++) {
      if (i < there) files[`lib/m${i}.ts`] = `export const v${i} = ${i};\n`;
      main += `import { v${i} } from './lib/m${i}';\nconsole.log(v${i});\n`;
    }
    const folder = scratch.folder('modules', { 'main.ts': main, ...files });
    const file = `${scratch.path}/run.hcr`;
    const { stderr } = hostcall(
      [
        'record',
        '-o',
        file,
        ...options,
        '--dir',
        `${folder}::/`,
        esbuildWasm,
        'main.ts',
        '--bundle',
        '--outfile=/out.js',
      ],
      { cwd: scratch.path },
    );
    const recording = readFileSync(file);
    if (recording.length === 0) throw new Error(stderr);
    return new Uint8Array(recording);
  } finally {
    scratch.remove();
  }
}
