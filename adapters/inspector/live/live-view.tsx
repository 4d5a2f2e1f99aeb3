import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { BegunCall, CallResult, StepState, Stop } from '../../../application/supervision/index.js';
import { colourGroupOf } from '../list/call-colours.js';
import { useWatched } from '../watched.js';
import { AnswerForm } from './answer-form.js';
import { Breakpoints } from './breakpoints.js';
import { ByHand } from './by-hand.js';
import type { LiveModel } from './live-model.js';

interface LiveProps {
  readonly model: LiveModel;
}

/** The controls of a program: the commands, where it is stopped, and the answer for its call. */
export function LiveView({ model }: LiveProps): JSX.Element {
  const state = useWatched(model.state);
  const problem = useWatched(model.problem);
  useKeys(model);
  return (
    <section class="live" aria-label="The program">
      <div class="live-bar">
        <Commands model={model} state={state} />
        <p class="live-state" role="status">
          <StateText state={state} />
        </p>
        <div class="live-more">
          <Breakpoints model={model} />
          <ByHand model={model} />
        </div>
      </div>
      <div class="live-call">
        {state?.kind === 'stopped' && (
          <>
            <CallLine {...state.stop} />
            <ResultText result={state.stop.result} />
            <AnswerForm
              key={`${state.stop.call.sequence} ${state.stop.result === undefined}`}
              model={model}
              stop={state.stop}
            />
          </>
        )}
        {state?.kind === 'waiting' && <CallLine {...state.waiting} />}
      </div>
      {problem !== undefined && (
        <p class="live-problem problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}

interface CommandsProps extends LiveProps {
  readonly state: StepState | undefined;
}

function Commands({ model, state }: CommandsProps): JSX.Element {
  const count = useRef<HTMLInputElement>(null);
  const isStopped = state?.kind === 'stopped';
  const over = state === undefined || state.kind === 'ended';
  const before = isStopped && state.stop.result === undefined;
  const step = () => void model.send({ command: 'step', count: Math.max(1, Number(count.current?.value ?? 1)) });
  return (
    <div class="live-commands">
      <button
        type="button"
        class="primary"
        disabled={!isStopped}
        aria-keyshortcuts="F10"
        title="Make the call, and stop before the next (F10)"
        onClick={step}
      >
        Step <kbd>F10</kbd>
      </button>
      <input
        ref={count}
        class="live-count"
        type="number"
        min={1}
        defaultValue="1"
        aria-label="Number of calls to step"
        title="How many calls a step makes"
      />
      <button
        type="button"
        disabled={!before}
        aria-keyshortcuts="F9"
        title="Make the call, and stop at its result (F9)"
        onClick={() => void model.send({ command: 'result' })}
      >
        To result <kbd>F9</kbd>
      </button>
      <button
        type="button"
        disabled={over}
        aria-keyshortcuts="F8"
        title={isStopped ? 'Go on to a breakpoint, or the end (F8)' : 'Stop at the next call (F8)'}
        onClick={() => model.toggle()}
      >
        {isStopped || over ? 'Continue' : 'Pause'} <kbd>F8</kbd>
      </button>
      <button
        type="button"
        class="quiet"
        disabled={over}
        title="End the program"
        onClick={() => void model.send({ command: 'kill' })}
      >
        End
      </button>
      <button
        type="button"
        class="quiet"
        title="End the program, and run it again from its beginning"
        onClick={() => void model.send({ command: 'restart' })}
      >
        Run again
      </button>
    </div>
  );
}

function StateText({ state }: { readonly state: StepState | undefined }): JSX.Element {
  if (state === undefined) return <>Connecting</>;
  switch (state.kind) {
    case 'running':
      return <>Running</>;
    case 'waiting':
      return <>Waiting in the call, for input or a time</>;
    case 'ended':
      return <>Ended: {state.text}</>;
    default:
      return <>{stopText(state.stop)}</>;
  }
}

function stopText({ cause, breakpoint, result }: Stop): string {
  const where = result === undefined ? 'before this call' : 'at the result of this call';
  switch (cause) {
    case 'start':
      return 'Stopped before the first call';
    case 'breakpoint':
      return `Stopped ${where}: ${breakpoint ?? 'a breakpoint'}`;
    default:
      return `Stopped ${where}`;
  }
}

/** The call so far. */
function CallLine({ call, line }: BegunCall): JSX.Element {
  return (
    <code class={`live-line family-${colourGroupOf(call.name)}`} title={line}>
      <span class="live-number">
        #{call.sequence}
        {call.thread !== undefined && ` [tid ${call.thread}]`}
      </span>{' '}
      <span class="piece-name">{call.name}</span>
      {line.slice(call.name.length).replace(/ <unfinished \.\.\.>$/, ' …')}
    </code>
  );
}

function ResultText({ result }: { readonly result: CallResult | undefined }): JSX.Element | null {
  if (result === undefined) return null;
  const numbers = Object.entries(result.results).map(([name, value]) => `${name}=${value}`);
  const text = result.error ?? [String(result.value), ...numbers].join(', ');
  return <code class={result.error === undefined ? 'live-result' : 'live-result failure'}>= {text}</code>;
}

/** Those of debuggers in browsers: F8 continues, F10 steps. They work wherever the focus is, in the terminal too. */
function useKeys(model: LiveModel): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      const isStopped = model.state.value?.kind === 'stopped';
      switch (event.key) {
        case 'F8':
          model.toggle();
          break;
        case 'F9':
          if (isStopped) void model.send({ command: 'result' });
          break;
        case 'F10':
          if (isStopped) void model.send({ command: 'step' });
          break;
        default:
          return;
      }
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [model]);
}
