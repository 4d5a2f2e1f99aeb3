import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Hit, searchReference } from '../../../application/reference/index.js';
import { hashOf } from '../routes.js';

/** How many hits are shown. */
const MOST = 30;

/** Searches the reference while one types. The arrow keys choose, Enter opens, Escape clears; `/` leads here from anywhere in the page. */
export function SearchBox(): JSX.Element {
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const hits = searchReference(query);
  const shown = hits.slice(0, MOST);

  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable]') !== null;
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  const close = () => {
    setQuery('');
    setChosen(0);
  };
  const choose = (index: number) => {
    const next = Math.max(0, Math.min(shown.length - 1, index));
    setChosen(next);
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const hit = shown[chosen];
    if (event.key === 'ArrowDown') choose(chosen + 1);
    else if (event.key === 'ArrowUp') choose(chosen - 1);
    else if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && hit !== undefined) {
      location.hash = addressOf(hit);
      close();
    } else return;
    event.preventDefault();
  };

  return (
    <search class="search">
      <label class="visually-hidden" for="reference-search">
        Search the reference
      </label>
      <input
        ref={input}
        id="reference-search"
        type="text"
        autocomplete="off"
        spellcheck={false}
        placeholder="fd_read, 76, rename …"
        role="combobox"
        aria-expanded={query !== ''}
        aria-controls="reference-hits"
        aria-autocomplete="list"
        aria-activedescendant={shown.length > 0 ? `hit-${chosen}` : undefined}
        value={query}
        onInput={event => {
          setQuery(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <span class="key" aria-hidden="true">
        /
      </span>
      {query.trim() !== '' && (
        <div class="hits">
          {shown.length === 0 && (
            <p role="status">Nothing has “{query}” in its name or text. Try a part of a name, or an errno’s number.</p>
          )}
          <div ref={list} class="list" id="reference-hits" role="listbox" aria-label="Found in the reference">
            {shown.map((hit, index) => (
              <HitLine
                key={`${hit.kind} ${hit.name}`}
                hit={hit}
                index={index}
                selected={index === chosen}
                onOpen={close}
              />
            ))}
          </div>
          {hits.length > MOST && <p class="quiet">{hits.length - MOST} more: type more of it.</p>}
        </div>
      )}
    </search>
  );
}

interface HitLineProps {
  readonly hit: Hit;
  readonly index: number;
  readonly selected: boolean;
  readonly onOpen: () => void;
}

function HitLine({ hit, index, selected, onOpen }: HitLineProps): JSX.Element {
  return (
    <a id={`hit-${index}`} role="option" aria-selected={selected} href={addressOf(hit)} tabIndex={-1} onClick={onOpen}>
      <code>{hit.name}</code>
      <span class="kind">{hit.kind}</span>
      <span class="text">{hit.text}</span>
    </a>
  );
}

function addressOf({ name }: Hit): string {
  return hashOf({ view: 'reference', name });
}
