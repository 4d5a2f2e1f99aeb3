import { Worker } from 'node:worker_threads';
import {
  type ExerciseRun,
  type Lesson,
  type ObservedCall,
  type RunEnd,
  runWithout,
} from '../../../application/lessons/index.js';

/** The input of the thread of an exercise. */
export interface ExerciseJob {
  readonly lesson: Lesson;
  readonly source: string;
}

/** Its messages: a call that has ended; the run, at its end. */
export type ExerciseMessage = { readonly call: ObservedCall } | { readonly run: ExerciseRun };

/** What came of an exercise, and what the learner's module has printed itself. */
export interface ThreadRun {
  readonly run: ExerciseRun;
  readonly printed: string;
}

/** Milliseconds that an exercise may run. Each takes a small part of a second. */
const TIME_LIMIT = 10_000;

/**
 * Runs an exercise in a thread of its own, for a limited time.
 * @param limit in milliseconds
 */
export function runInThread(lesson: Lesson, source: string, limit: number = TIME_LIMIT): Promise<ThreadRun> {
  const job: ExerciseJob = { lesson, source };
  const thread = new Worker(new URL('./exercise-thread.js', import.meta.url), {
    workerData: job,
    stdin: true,
    stdout: true,
    stderr: true,
  });
  const calls: ObservedCall[] = [];
  let printed = '';
  for (const stream of [thread.stdout, thread.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  return new Promise(resolve => {
    let run: ExerciseRun | undefined;
    const endedBy = (end: RunEnd): ExerciseRun => ({ ...runWithout(end), calls });
    const timer = setTimeout(() => {
      const seconds = limit / 1000;
      run ??= endedBy({
        kind: 'stopped',
        why: `it had not come to its end after ${seconds} seconds, and was stopped: is there a loop that nothing leaves?`,
      });
      void thread.terminate();
    }, limit);
    thread.on('message', (message: ExerciseMessage) => {
      if ('run' in message) run = message.run;
      else calls.push(message.call);
    });
    thread.on('error', error => {
      run ??= endedBy({ kind: 'failed', problem: 'an error was thrown', detail: error.message });
    });
    thread.on('exit', () => {
      clearTimeout(timer);
      run ??= endedBy({ kind: 'failed', problem: 'the module ended the process', detail: 'leave process.exit() out' });
      resolve({ run, printed });
    });
  });
}
