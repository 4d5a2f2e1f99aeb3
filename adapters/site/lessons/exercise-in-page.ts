import {
  type ExerciseRun,
  type Lesson,
  type ObservedCall,
  type RunEnd,
  runWithout,
} from '../../../application/lessons/index.js';
import { siteFile } from '../manifest-source.js';
import type { ExerciseJob, ExerciseMessage } from './lesson-messages.js';
import { LIBRARY_FILE } from './library.js';

/** What came of an exercise, and what the learner's module has printed itself. */
export interface PageRun {
  readonly run: ExerciseRun;
  readonly printed: string;
}

/** Milliseconds that an exercise may run. Each takes a small part of a second; the first one loads the assembler. */
const TIME_LIMIT = 15_000;

/** Runs an exercise in a worker of its own, for a limited time. */
export function runExerciseInPage(lesson: Lesson, source: string): Promise<PageRun> {
  const worker = new Worker(siteFile('lesson-worker.js'), { type: 'module' });
  const calls: ObservedCall[] = [];
  let printed = '';
  return new Promise<PageRun>(resolve => {
    const end = (run: ExerciseRun) => {
      clearTimeout(timer);
      worker.terminate();
      resolve({ run, printed });
    };
    const endedBy = (how: RunEnd) => end({ ...runWithout(how), calls });
    const timer = setTimeout(
      () =>
        endedBy({
          kind: 'stopped',
          why: `it had not come to its end after ${TIME_LIMIT / 1000} seconds, and was stopped: is there a loop that nothing leaves?`,
        }),
      TIME_LIMIT,
    );
    worker.addEventListener('message', ({ data }: MessageEvent<ExerciseMessage>) => {
      if (data.kind === 'call') calls.push(data.call);
      else if (data.kind === 'printed') printed += data.text;
      else end(data.run);
    });
    worker.addEventListener('error', ({ message = 'lesson-worker.js cannot be loaded; reload the page' }) =>
      endedBy({ kind: 'failed', problem: 'an error was thrown', detail: message }),
    );
    worker.postMessage({ lesson, source, library: siteFile(LIBRARY_FILE) } satisfies ExerciseJob);
  });
}
