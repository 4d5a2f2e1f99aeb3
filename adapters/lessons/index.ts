/** Runs the exercises of lessons, in a thread of any platform: in memory, within bounds, and the same each time. */
export { assembleWat, WatError } from './assemble-wat.js';
export type { ExerciseHost } from './exercise-host.js';
export { runExercise } from './run-exercise.js';
