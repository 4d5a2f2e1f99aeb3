import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { FilterCompletion } from '../../../application/inspection/index.js';
import type { Session } from '../session.js';
import { Icon } from '../shell/icon.js';
import { useWatched } from '../watched.js';

const LIST = 'filter-completions';

type Engine = typeof import('./engine.js');

/** Its request: the completions at a place of a text; and the chosen word. */
interface Question {
  readonly text: string;
  readonly cursor: number;
  readonly chosen: string | undefined;
}

/** The filter of the list: the expressions of `-e`, with what can be typed next, and what is wrong, below it. */
export function FilterBox({ session }: { readonly session: Session }): JSX.Element {
  const text = useWatched(session.shown.filter);
  const problem = useWatched(session.shown.problem);
  const [engine, setEngine] = useState<Engine | undefined>(undefined);
  const [asked, ask] = useState<Question | undefined>(undefined);
  const field = useRef<HTMLInputElement>(null);
  const put = useRef<number | undefined>(undefined);
  // They are computed while the field is drawn, so they always match its text.
  const offered = useMemo(
    () =>
      engine === undefined || asked?.text !== text
        ? NOTHING
        : engine.completions(asked.text, asked.cursor, session.calls),
    [engine, text, asked?.text, asked?.cursor, session],
  );
  const active = offered.findIndex(completion => completion.text === asked?.chosen);

  useLayoutEffect(() => {
    if (put.current === undefined) return;
    field.current?.setSelectionRange(put.current, put.current);
    put.current = undefined;
  }, [text]);

  const load = () => void import('./engine.js').then(loaded => setEngine(loaded));
  const close = () => ask(undefined);
  const complete = (value: string, cursor: number) => {
    load();
    // A word that is chosen stays chosen if it is offered again.
    ask({ text: value, cursor, chosen: asked?.chosen });
  };
  const choose = (index: number) => asked && ask({ ...asked, chosen: offered[index]?.text });
  const take = ({ from, to, text: chosen }: FilterCompletion) => {
    const value = text.slice(0, from) + chosen + text.slice(to);
    put.current = from + chosen.length;
    session.shown.filter.value = value;
    if (chosen.endsWith('=')) ask({ text: value, cursor: put.current, chosen: undefined });
    else close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { current: element } = field;
    if (engine?.onCompletionKey(event, { text, element, offered, active, choose, take, close }) === true) return;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        event.preventDefault();
        return complete(text, element?.selectionStart ?? text.length);
      case 'Tab':
        return close();
      case 'Enter':
        event.preventDefault();
        close();
        return session.focusList();
      case 'Escape':
        event.preventDefault();
        if (text === '') return session.focusList();
        session.shown.filter.value = '';
    }
  };
  const open = offered.length > 0;
  return (
    <search class="filter">
      <span class="filter-icon">
        <Icon name="search" />
      </span>
      <input
        ref={field}
        id="filter"
        type="text"
        class="code"
        role="combobox"
        aria-label="Filter the calls"
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={LIST}
        aria-activedescendant={active >= 0 ? `completion-${active}` : undefined}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : 'filter-problem'}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        placeholder="Filter: %file status=failed path=/tmp"
        value={text}
        onInput={({ currentTarget }) => {
          session.shown.filter.value = currentTarget.value;
          complete(currentTarget.value, currentTarget.selectionStart ?? currentTarget.value.length);
        }}
        onKeyDown={onKeyDown}
        onFocus={load}
        onBlur={close}
      />
      <div id={LIST} class="completions" role="listbox" aria-label="What can be typed" hidden={!open}>
        {engine !== undefined && <engine.CompletionList offered={offered} active={active} onTake={take} />}
      </div>
      {problem !== undefined && !open && (
        <p id="filter-problem" class="filter-problem" role="alert">
          {problem.problem}: {problem.remedy}
        </p>
      )}
    </search>
  );
}

const NOTHING: readonly FilterCompletion[] = [];
