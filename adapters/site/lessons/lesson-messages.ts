import type { ExerciseRun, Lesson, ObservedCall } from '../../../application/lessons/index.js';

/** The requests of the page to the worker of an exercise. */
export interface ExerciseJob {
  readonly lesson: Lesson;
  /** The learner's text. */
  readonly source: string;
  /** The address of the file that has the names of hostcall's entry points. */
  readonly library: string;
}

/** The worker's messages: a call that has ended; what the learner's module prints; the run, at its end. */
export type ExerciseMessage =
  | { readonly kind: 'call'; readonly call: ObservedCall }
  | { readonly kind: 'printed'; readonly text: string }
  | { readonly kind: 'run'; readonly run: ExerciseRun };
