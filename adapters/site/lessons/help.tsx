import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Lesson, LessonProgress } from '../../../application/lessons/index.js';
import { MarkdownView } from './markdown-view.js';

interface HelpProps {
  readonly lesson: Lesson;
  readonly progress: LessonProgress;
  readonly onChange: (change: LessonProgress) => void;
  /** Puts the solution into the editor. */
  readonly onSolution: () => void;
}

/** Hints, one after the other, and then a solution after a second request. They stay there after success. */
export function Help({ lesson, progress, onChange, onSolution }: HelpProps): JSX.Element {
  const { hints, solution } = lesson;
  const [asked, setAsked] = useState(false);
  const shown = Math.min(progress.hints ?? 0, hints.length);
  const revealed = progress.revealed === true;
  return (
    <section class="help" aria-label="Help">
      {hints.slice(0, shown).map((blocks, index) => (
        <div key={index} class="hint">
          <h3>
            Hint {index + 1} of {hints.length}
          </h3>
          <MarkdownView blocks={blocks} />
        </div>
      ))}
      {revealed && (
        <div class="hint">
          <h3>A solution</h3>
          <pre class="code-block">
            <code>{solution.text}</code>
          </pre>
          <button type="button" onClick={onSolution}>
            Put it into the editor
          </button>
        </div>
      )}
      <div class="buttons">
        {shown < hints.length && (
          <button type="button" onClick={() => onChange({ hints: shown + 1 })}>
            {shown === 0 ? 'Give me a hint' : 'Another hint'}
          </button>
        )}
        {!revealed && !asked && (
          <button type="button" class="quiet" onClick={() => setAsked(true)}>
            Show a solution
          </button>
        )}
        {!revealed && asked && (
          <>
            <span>You learn more by one more attempt. Show it?</span>
            <button type="button" onClick={() => onChange({ revealed: true })}>
              Yes, show it
            </button>
            <button type="button" class="quiet" onClick={() => setAsked(false)}>
              No
            </button>
          </>
        )}
      </div>
    </section>
  );
}
