import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Lesson } from '../../../application/lessons/index.js';
import { hashOf } from '../routes.js';
import { withCode } from '../shell/with-code.js';
import { MarkdownView } from './markdown-view.js';

interface QuestionProps {
  readonly lesson: Lesson;
  readonly next: Lesson | undefined;
  /** Called when the answer is right. */
  readonly onSkip: () => void;
}

/** A question for learners who know the subject already: a right answer skips the lesson. */
export function Question({ lesson: { question }, next, onSkip }: QuestionProps): JSX.Element {
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const choice = chosen === undefined ? undefined : question.choices[chosen];
  return (
    <details class="question">
      <summary>Do you know this already?</summary>
      <MarkdownView blocks={question.text} />
      <fieldset>
        <legend class="visually-hidden">Answers</legend>
        {question.choices.map(({ text, right }, index) => (
          <label key={text} class="check">
            <input
              type="radio"
              name="answer"
              checked={chosen === index}
              onChange={() => {
                setChosen(index);
                if (right) onSkip();
              }}
            />
            <span>{withCode(text)}</span>
          </label>
        ))}
      </fieldset>
      <p role="status">
        {choice !== undefined && withCode(choice.reply)}{' '}
        {choice?.right === true && next !== undefined && (
          <a href={hashOf({ view: 'lessons', name: next.name })}>
            You may go on: {next.number}. {next.title}
          </a>
        )}
      </p>
    </details>
  );
}
