import type { ExerciseRun, Lesson, ObservedCall } from '../../../application/lessons/index.js';

/** What the page asks the worker of an exercise for. */
export interface ExerciseJob {
  readonly lesson: Lesson;
  /** What the learner has written. */
  readonly source: string;
  /** The address of the file that has the names of hostcall's entry points. */
  readonly library: string;
}

/** What the worker tells: a call that has ended; what the learner's module prints; the run, at its end. */
export type ExerciseMessage =
  | { readonly kind: 'call'; readonly call: ObservedCall }
  | { readonly kind: 'printed'; readonly text: string }
  | { readonly kind: 'run'; readonly run: ExerciseRun };
