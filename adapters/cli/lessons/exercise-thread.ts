/** The thread that an exercise runs in, which can be ended at any time. */
import { parentPort, workerData } from 'node:worker_threads';
import { runWithout } from '../../../application/lessons/index.js';
import { runExercise } from '../../lessons/index.js';
import { exerciseHost } from './exercise-host.js';
import type { ExerciseJob, ExerciseMessage } from './run-in-thread.js';

const tell = (message: ExerciseMessage) => parentPort?.postMessage(message);

// What an interceptor or a subscriber of the learner throws comes later, and from nowhere.
let thrown: unknown;
process.on('uncaughtException', error => {
  thrown ??= error;
});

const { lesson, source } = workerData as ExerciseJob;
const run = await runExercise(lesson, source, { ...exerciseHost, called: call => tell({ call }) });
await new Promise(resolve => setTimeout(resolve));
if (thrown === undefined) tell({ run });
else tell({ run: runWithout({ kind: 'failed', problem: 'an error was thrown', detail: String(thrown) }) });
process.exit();
