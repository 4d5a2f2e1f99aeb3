import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Session } from '../session.js';
import { useWatched } from '../watched.js';
import type { Prediction } from './prediction.js';

interface PredictPanelProps {
  readonly session: Session;
  readonly prediction: Prediction;
}

/** The next call, as a question. Any question can be skipped. */
export function PredictPanel({ session, prediction }: PredictPanelProps): JSX.Element {
  const question = useWatched(prediction.question);
  const choice = useWatched(prediction.choice);
  const { asked, right, streak } = useWatched(prediction.score);
  const panel = useRef<HTMLElement>(null);
  useLayoutEffect(() => panel.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const number = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : undefined;
    const goes = event.key === 'Enter' && (event.target === panel.current || choice !== undefined);
    if (number === undefined && !goes) return;
    event.preventDefault();
    event.stopPropagation();
    if (number !== undefined) prediction.answer(number);
    else prediction.goOn();
    panel.current?.focus();
  };
  return (
    <section ref={panel} class="predict" aria-label="Predict what comes next" tabIndex={-1} onKeyDown={onKeyDown}>
      <header class="row">
        <h2>{question?.text ?? 'The run ends here.'}</h2>
        <span class="row-end quiet-text" role="status">
          {asked === 0 ? 'no answer yet' : `${right} of ${asked} right${streak > 1 ? `, ${streak} in a row` : ''}`}
        </span>
      </header>
      {question?.shown !== undefined && <pre class="whole-line">{question.shown}</pre>}
      {question !== undefined && (
        <ol class="choices">
          {question.choices.map((text, index) => (
            <li key={index}>
              <button
                type="button"
                class={
                  choice === undefined
                    ? ''
                    : index === question.answer
                      ? 'right-choice'
                      : index === choice
                        ? 'wrong-choice'
                        : ''
                }
                aria-pressed={index === choice}
                disabled={choice !== undefined && index !== question.answer && index !== choice}
                onClick={() => {
                  prediction.answer(index);
                  panel.current?.focus();
                }}
              >
                <kbd>{index + 1}</kbd> <code>{text}</code>
                {choice !== undefined && index === question.answer && <span> ✓</span>}
                {choice === index && index !== question.answer && <span> ✗</span>}
              </button>
            </li>
          ))}
        </ol>
      )}
      <div class="predict-outcome" role="status">
        {choice !== undefined && question !== undefined && (
          <p>
            <strong>{choice === question.answer ? 'Right.' : `No: ${question.choices[question.answer]}.`}</strong>{' '}
            {question.explanation}
          </p>
        )}
      </div>
      <div class="row">
        <button
          type="button"
          class={choice === undefined ? '' : 'primary'}
          disabled={question === undefined && session.hiddenFrom.value >= session.length.value}
          onClick={() => prediction.goOn()}
        >
          {choice === undefined ? 'Show it' : 'Go on'} <kbd>Enter</kbd>
        </button>
        <span class="row-end">
          <button type="button" class="quiet" onClick={() => session.stopPredicting()}>
            End <kbd>P</kbd>
          </button>
        </span>
      </div>
    </section>
  );
}
