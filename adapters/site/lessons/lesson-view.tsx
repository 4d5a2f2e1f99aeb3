import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import {
  type Finding,
  findings,
  isSolved,
  type Lesson,
  type LessonProgress,
  nextLesson,
} from '../../../application/lessons/index.js';
import { hashOf } from '../routes.js';
import type { TextProblem } from './code-editor.js';
import { EditorView } from './editor-view.js';
import { type PageRun, runExerciseInPage } from './exercise-in-page.js';
import { Help } from './help.js';
import { keepProgress, keepText, keptProgress, keptText, progressOf } from './kept-progress.js';
import { MarkdownView } from './markdown-view.js';
import { Question } from './question.js';
import { RunResults } from './run-results.js';
import { Solved } from './solved.js';

interface LessonViewProps {
  readonly lesson: Lesson;
  readonly lessons: readonly Lesson[];
}

/** The result of a run, by the lesson's name: it is still there on return from the inspector. */
const lastRuns = new Map<string, PageRun>();

/** A lesson: its text on the left, the editor and the results on the right. */
export function LessonView({ lesson, lessons }: LessonViewProps): JSX.Element {
  const [text, setText] = useState(() => keptText(lesson));
  const [edition, setEdition] = useState(0);
  const [progress, setProgress] = useState<LessonProgress>(() => progressOf(lesson));
  const [result, setResult] = useState<PageRun | undefined>(lastRuns.get(lesson.name));
  const [running, setRunning] = useState(false);
  const results = useRef<HTMLElement>(null);
  useEffect(() => void keepProgress(lesson), [lesson]);

  const found = useMemo(() => (result === undefined ? [] : findings(lesson.exercise.checks, result.run)), [result]);
  const problems = useMemo(() => problemsIn(found, lesson.start.name), [found]);
  const solved = isSolved(found);
  const keep = (change: LessonProgress) => {
    keepProgress(lesson, change);
    setProgress(progressOf(lesson));
  };
  const change = (given: string) => {
    setText(given);
    keepText(lesson, given);
  };
  const replace = (given: string) => {
    change(given);
    setEdition(edition + 1);
  };
  const run = async () => {
    if (running) return;
    setRunning(true);
    const ran = await runExerciseInPage(lesson, keptText(lesson));
    lastRuns.set(lesson.name, ran);
    setResult(ran);
    setRunning(false);
    if (isSolved(findings(lesson.exercise.checks, ran.run))) keep({ solved: true });
    results.current?.focus();
  };

  return (
    <div class="lesson">
      <main class="reading lesson-text">
        <article class="subject">
          <p class="kind">
            <a href={hashOf({ view: 'lessons', name: '' })}>Lessons</a> · {lesson.number} of {lessons.length}
            {progress.solved === true && ' · ✓ solved'}
          </p>
          <h1>{lesson.title}</h1>
          <Question
            lesson={lesson}
            next={nextLesson(lessons, keptProgress(), lesson.name)}
            onSkip={() => keep({ skipped: true })}
          />
          <MarkdownView blocks={lesson.text} />
          <section class="task">
            <h2>Exercise</h2>
            <MarkdownView blocks={lesson.task} />
          </section>
          <Help lesson={lesson} progress={progress} onChange={keep} onSolution={() => replace(lesson.solution.text)} />
        </article>
      </main>
      <section class="lesson-work" aria-label="Exercise">
        <div class="work-bar">
          <code>{lesson.start.name}</code>
          <button
            type="button"
            class="quiet"
            disabled={text === lesson.start.text}
            onClick={() => replace(lesson.start.text)}
          >
            Start over
          </button>
          <button
            type="button"
            class="primary"
            disabled={running}
            onClick={() => void run()}
            title="Ctrl-Enter in the editor"
          >
            {running ? 'It runs …' : 'Run'}
          </button>
        </div>
        <EditorView
          name={lesson.start.name}
          text={text}
          edition={edition}
          problems={problems}
          onChange={change}
          onRun={() => void run()}
        />
        <section ref={results} class="lesson-results" aria-label="What came of it" aria-live="polite" tabIndex={-1}>
          {result === undefined ? (
            <p class="quiet">Run it to see what it asks its host for, and what is still missing.</p>
          ) : (
            <>
              {solved && <Solved lesson={lesson} next={nextLesson(lessons, keptProgress(), lesson.name)} />}
              <RunResults found={found} result={result} name={lesson.name} />
            </>
          )}
        </section>
      </section>
    </div>
  );
}

/** The places that the assembler complains about, which it writes as `exercise.wat:12:5: error: …`. */
function problemsIn(found: readonly Finding[], name: string): TextProblem[] {
  return found
    .flatMap(({ seen }) => seen)
    .flatMap(line => {
      const [, file, at, column, message] = /^(\S+):(\d+):(\d+): error: (.*)$/.exec(line) ?? [];
      return file === name && message !== undefined ? [{ line: Number(at), column: Number(column), message }] : [];
    });
}
