import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AnswerText, Stop } from '../../../application/supervision/index.js';
import { errnos, errnosOf } from '../../../domain/index.js';
import { useWatched } from '../watched.js';
import type { LiveModel } from './live-model.js';
import { Menu } from './menu.js';

interface AnswerProps {
  readonly model: LiveModel;
  readonly stop: Stop;
}

/** Changes what the call returns that the program is stopped at. */
export function AnswerForm({ model, stop }: AnswerProps): JSX.Element {
  const answer = useWatched(model.answer);
  const [errno, setErrno] = useState('');
  const [value, setValue] = useState('');
  const [text, setText] = useState('');
  const [numbers, setNumbers] = useState<Readonly<Record<string, string>>>({});
  const likely: readonly string[] = errnosOf(stop.call.name);
  const change = (event: Event) => {
    event.preventDefault();
    void model.send({ command: 'answer', answer: answerOf({ errno, value, text, numbers }) });
  };
  const fails = errno !== '' && errno !== 'ESUCCESS';
  return (
    <>
      {answer !== undefined && (
        <span class="live-changed">
          It will return <code>{answer}</code>{' '}
          <button type="button" class="link" onClick={() => void model.send({ command: 'answer', answer: null })}>
            undo
          </button>
        </span>
      )}
      <Menu title="Change result">
        <form class="live-answer" onSubmit={change}>
          <label>
            <span>Errno</span>
            <select value={errno} onChange={({ currentTarget }) => setErrno(currentTarget.value)}>
              <option value="">{stop.result === undefined ? 'success' : 'the same'}</option>
              {stop.result?.error !== undefined && <option value="ESUCCESS">success</option>}
              <optgroup label={`Errnos of ${stop.call.name}`}>
                {likely.map(name => (
                  <option key={name}>{name}</option>
                ))}
              </optgroup>
              <optgroup label="Others">
                {errnos.slice(1).map(({ name }) => likely.includes(name) || <option key={name}>{name}</option>)}
              </optgroup>
            </select>
          </label>
          {!fails && (
            <>
              {stop.numbered && (
                <Field label="Number" value={value} hint={String(stop.result?.value ?? '')} onInput={setValue} />
              )}
              {stop.names.map(name => (
                <Field
                  key={name}
                  label={name}
                  value={numbers[name] ?? ''}
                  hint={stop.result?.results[name] ?? ''}
                  onInput={given => setNumbers({ ...numbers, [name]: given })}
                />
              ))}
              {stop.reads && <Field label="Text read" value={text} hint="" onInput={setText} />}
            </>
          )}
          <p class="quiet-text">
            {stop.result === undefined
              ? 'The call is not made. If it is to succeed, give all of its results.'
              : 'What is left empty stays as it is.'}
          </p>
          <button type="submit">Return this</button>
        </form>
      </Menu>
    </>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly hint: string;
  readonly onInput: (value: string) => void;
}

function Field({ label, value, hint, onInput }: FieldProps): JSX.Element {
  return (
    <label>
      <span>{label}</span>
      <input
        type="text"
        value={value}
        placeholder={hint}
        spellcheck={false}
        autocomplete="off"
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
    </label>
  );
}

interface Given {
  readonly errno: string;
  readonly value: string;
  readonly text: string;
  readonly numbers: Readonly<Record<string, string>>;
}

/** Empty fields are left out. */
function answerOf({ errno, value, text, numbers }: Given): AnswerText {
  if (errno !== '' && errno !== 'ESUCCESS') return { errno };
  const given = Object.entries(numbers).filter(([, number]) => number !== '');
  return {
    ...(errno === 'ESUCCESS' && { errno: 0 }),
    ...(value !== '' && { value: Number(value) }),
    ...(given.length > 0 && { results: Object.fromEntries(given) }),
    ...(text !== '' && { data: hexOf(new TextEncoder().encode(text)) }),
  };
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
