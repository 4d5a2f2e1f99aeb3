/**
 * The worker of an exercise. The learner's module runs here, away from the page, which ends the worker after a time. A module is loaded from an address of
 * its own: the policy of a page does not hold for its workers, whose scripts come with the policy that the server gives them, if any.
 */
import { withImports } from '../../../application/lessons/index.js';
import { type ExerciseHost, runExercise } from '../../lessons/index.js';
import { digestOf } from '../run/digest.js';
import type { ExerciseJob, ExerciseMessage } from './lesson-messages.js';
import { library as entryPoints } from './library.js';

/** The globals of a worker that are used; the site is compiled with those of a page. */
interface WorkerScope {
  postMessage(message: ExerciseMessage): void;
  addEventListener(type: 'message', listener: (event: { readonly data: ExerciseJob }) => void): void;
}

const scope = globalThis as unknown as WorkerScope;
scope.addEventListener('message', ({ data }) => void run(data));

async function run({ lesson, source, library }: ExerciseJob): Promise<void> {
  showPrinted();
  const host: ExerciseHost = {
    assemble: async (text, file) => (await import('../../lessons/assemble-wat.js')).assembleWat(text, file),
    load(module) {
      const text = withImports(module, name => (Object.hasOwn(entryPoints, name) ? library : undefined));
      return import(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
    },
    digest: digestOf,
    called: call => scope.postMessage({ kind: 'call', call }),
  };
  scope.postMessage({ kind: 'run', run: await runExercise(lesson, source, host) });
}

/** The output of the learner's module is shown to the learner, without the developer tools. */
function showPrinted(): void {
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const)
    console[name] = (...values: unknown[]) => scope.postMessage({ kind: 'printed', text: `${values.join(' ')}\n` });
}
