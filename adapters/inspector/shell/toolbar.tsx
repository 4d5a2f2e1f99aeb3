import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { FilterBox } from '../filter/filter-box.js';
import { Limits } from '../filter/limits.js';
import { togglePrediction } from '../predict/toggle-prediction.js';
import type { Session } from '../session.js';
import { chooseTheme, chosenTheme, type Theme } from '../theme.js';
import { useWatched } from '../watched.js';
import { Icon, type IconName } from './icon.js';

interface ToolbarProps {
  readonly session: Session | undefined;
  readonly onOpen: () => void;
  readonly onKeys: () => void;
}

/** The inspected run, and the actions on it. */
export function Toolbar({ session, onOpen, onKeys }: ToolbarProps): JSX.Element {
  return (
    <header class="toolbar">
      <div class="toolbar-title">
        {session === undefined ? <h1>hostcall inspector</h1> : <Title session={session} />}
      </div>
      {session !== undefined && <Narrowing session={session} />}
      <div class="toolbar-buttons">
        <ToolButton icon="open" text="Open" shortcut="O" onClick={onOpen} />
        {session !== undefined && <PredictButton session={session} />}
        <ThemeButton />
        <ToolButton icon="keys" text="Keys" shortcut="?" onClick={onKeys} />
      </div>
    </header>
  );
}

/** Whether nothing of a run can be read, so that there is nothing to be done with it. */
function useUnreadable(session: Session): boolean {
  const damage = useWatched(session.damage);
  return useWatched(session.length) === 0 && damage !== undefined;
}

function Narrowing({ session }: { readonly session: Session }): JSX.Element | null {
  if (useUnreadable(session)) return null;
  return (
    <>
      <FilterBox key={session.number} session={session} />
      <Limits session={session} />
    </>
  );
}

function PredictButton({ session }: { readonly session: Session }): JSX.Element | null {
  const unreadable = useUnreadable(session);
  const on = useWatched(session.prediction) !== undefined;
  if (unreadable) return null;
  return (
    <ToolButton
      icon="predict"
      text="Predict"
      shortcut="P"
      pressed={on}
      onClick={() => void togglePrediction(session)}
    />
  );
}

function Title({ session }: { readonly session: Session }): JSX.Element {
  useWatched(session.length);
  useWatched(session.progress);
  const { header, ending } = session.calls;
  const program = header?.program.replace(/^.*[/\\]/, '');
  // The end is hidden with what comes before it.
  const end = useWatched(session.prediction) === undefined ? ending : undefined;
  const facts = [program, end].filter(fact => fact !== undefined).join(', ');
  return (
    <>
      <h1 title={session.name}>{session.name}</h1>
      <span class="toolbar-facts" title={facts}>
        {facts}
      </span>
    </>
  );
}

interface ToolButtonProps {
  readonly icon: IconName;
  readonly text: string;
  /** The key that does the same. */
  readonly shortcut: string;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

/** A button of the tool bar. Where there is little room it has no text, but still a name. */
export function ToolButton({ icon, text, shortcut, pressed, disabled, onClick }: ToolButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class="quiet"
      aria-label={text}
      aria-pressed={pressed}
      disabled={disabled === true}
      title={`${text} (${shortcut})`}
      onClick={onClick}
    >
      <Icon name={icon} />
      <span class="button-text">{text}</span>
    </button>
  );
}

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };

/** Takes the next of the choices of colours. */
export function turnTheme(): void {
  chooseTheme(NEXT[chosenTheme()]);
}

function ThemeButton(): JSX.Element {
  const [, redraw] = useState(0);
  const theme = chosenTheme();
  return (
    <button
      type="button"
      class="quiet"
      aria-label={`Colours: ${theme}`}
      title={`Colours: ${theme} (Shift T)`}
      onClick={() => {
        turnTheme();
        redraw(count => count + 1);
      }}
    >
      <Icon name={theme} />
    </button>
  );
}
