/**
 * Lessons that check themselves: a lesson as data, what a run of its exercise gave, and checks as functions of that. Nothing here runs a program: adapters
 * do, in a terminal and in a page.
 */
export type { Check, ValuePattern } from './check.js';
export { type ExerciseRun, type ObservedCall, type RunEnd, runWithout, type TestResult } from './exercise-run.js';
export { type Finding, findings, isSolved } from './findings.js';
export type {
  Arrival,
  Choice,
  ContractName,
  Exercise,
  ExerciseKind,
  Lesson,
  LessonFile,
  LessonWorld,
  Question,
  Reading,
} from './lesson.js';
export { LessonError } from './lesson-error.js';
export { type MarkdownBlock, parseMarkdown, type Span } from './markdown.js';
export {
  isResolved,
  type LessonProgress,
  lessonProgress,
  nextLesson,
  type Progress,
  readProgress,
  withProgress,
} from './progress.js';
export { type LessonSource, readLesson } from './read-lesson.js';
export { withImports } from './with-imports.js';
