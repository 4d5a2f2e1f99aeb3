import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { withImports } from '../../../application/lessons/index.js';
import { assembleWat, type ExerciseHost } from '../../lessons/index.js';

/** Where an entry point of hostcall is, of the same package; undefined for one that there is not. */
function addressOf(entryPoint: string): string | undefined {
  try {
    return import.meta.resolve(entryPoint);
  } catch {
    return undefined;
  }
}

/** What exercises need of Node. The learner's modules run in the thread that calls it, and can do what any module can. */
export const exerciseHost: ExerciseHost = {
  assemble: assembleWat,
  async load(source) {
    const used = new Map<string, string>();
    const text = withImports(source, entryPoint => {
      const address = addressOf(entryPoint);
      if (address !== undefined) used.set(address, entryPoint);
      return address;
    });
    try {
      return await import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
    } catch (error) {
      // The learner has written names, and no addresses.
      if (error instanceof Error)
        for (const [address, entryPoint] of used) error.message = error.message.replaceAll(address, entryPoint);
      throw error;
    }
  },
  syntaxPlace(source) {
    const { stderr } = spawnSync(process.execPath, ['--check', '--input-type=module', '-'], {
      input: source,
      encoding: 'utf8',
    });
    return /^\[stdin\]:(\d+)$/m.exec(stderr ?? '')?.[1];
  },
  digest: async bytes => createHash('sha256').update(bytes).digest('hex'),
};
