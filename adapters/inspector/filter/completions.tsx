import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type CallList, completeFilter, type FilterCompletion } from '../../../application/inspection/index.js';

/** The state of the filter field, and the actions of keys on it. */
export interface CompletedField {
  readonly text: string;
  readonly element: HTMLInputElement | null;
  readonly offered: readonly FilterCompletion[];
  /** The one of these that is chosen; -1 for none. */
  readonly active: number;
  choose(index: number): void;
  take(completion: FilterCompletion): void;
  close(): void;
}

/** What can be typed next, but for what stands there already. */
export function completions(text: string, cursor: number, calls: CallList): readonly FilterCompletion[] {
  const found = completeFilter(text, cursor, calls);
  const [only] = found;
  return found.length === 1 && text.slice(only?.from, only?.to) === only?.text ? [] : found;
}

/**
 * Has a key choose, take or leave what is offered.
 * @returns whether the key is done with
 */
export function onCompletionKey(event: KeyboardEvent, field: CompletedField): boolean {
  const { text, element, offered, active } = field;
  if (offered.length === 0) return false;
  switch (event.key) {
    case 'ArrowDown':
      field.choose((active + 1) % offered.length);
      break;
    case 'ArrowUp':
      field.choose((active + offered.length + (active < 0 ? 0 : -1)) % offered.length);
      break;
    case 'Tab':
      if (event.shiftKey || !(active >= 0 || isPartTyped(text, element))) return false;
      field.take((offered[active] ?? offered[0]) as FilterCompletion);
      break;
    case 'Enter':
      if (active < 0) return false;
      field.take(offered[active] as FilterCompletion);
      break;
    case 'Escape':
      field.close();
      break;
    default:
      return false;
  }
  event.preventDefault();
  return true;
}

/** Whether the cursor is behind a part of a word. */
function isPartTyped(text: string, field: HTMLInputElement | null): boolean {
  return /[^\s,=!]$/.test(text.slice(0, field?.selectionStart ?? text.length));
}

interface CompletionListProps {
  readonly offered: readonly FilterCompletion[];
  readonly active: number;
  readonly onTake: (completion: FilterCompletion) => void;
}

/** The completions. */
export function CompletionList({ offered, active, onTake }: CompletionListProps): JSX.Element {
  return (
    <>
      {offered.map((completion, index) => (
        <Completion
          key={completion.text}
          index={index}
          word={completion.text}
          about={completion.about}
          active={index === active}
          onTake={() => onTake(completion)}
        />
      ))}
    </>
  );
}

interface CompletionProps {
  readonly index: number;
  readonly word: string;
  readonly about: string | undefined;
  readonly active: boolean;
  readonly onTake: () => void;
}

function Completion({ index, word, about, active, onTake }: CompletionProps): JSX.Element {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) element.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div
      ref={element}
      id={`completion-${index}`}
      role="option"
      aria-selected={active}
      onPointerDown={event => {
        // The field keeps the focus.
        event.preventDefault();
        onTake();
      }}
    >
      <code>{word}</code>
      {about !== undefined && <span>{about}</span>}
    </div>
  );
}
