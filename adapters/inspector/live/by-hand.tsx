import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { LiveModel } from './live-model.js';
import { Menu } from './menu.js';

/** Sets the clock and the random bytes of the program. */
export function ByHand({ model }: { readonly model: LiveModel }): JSX.Element {
  return (
    <Menu title="Clock and random">
      <ByHandForm
        label="Wall clock"
        hint="2026-01-31T12:00:00Z"
        onSet={text => {
          const time = Date.parse(text);
          if (Number.isNaN(time) || time < 0) return 'Write a date since 1970, such as 2026-01-31T12:00:00Z.';
          void model.send({ command: 'clock', realtime: `${time}000000` });
          return undefined;
        }}
      />
      <ByHandForm
        label="Advance all clocks by seconds"
        hint="60"
        onSet={text => {
          if (!/^\d{1,9}(?:\.\d{1,9})?$/.test(text)) return 'Write seconds, such as 60 or 0.5.';
          void model.send({ command: 'clock', advance: String(Math.round(Number(text) * 1e9)) });
          return undefined;
        }}
      />
      <ByHandForm
        label="Next random bytes, in hexadecimal"
        hint="00 ff 12 ab"
        onSet={bytes => {
          if (!/^(?:[0-9a-f]{2}\s*)+$/i.test(bytes)) return 'Write two hexadecimal digits for each byte.';
          void model.send({ command: 'random', bytes });
          return undefined;
        }}
      />
    </Menu>
  );
}

interface ByHandFormProps {
  readonly label: string;
  readonly hint: string;
  /** @returns what is wrong with it */
  readonly onSet: (text: string) => string | undefined;
}

function ByHandForm({ label, hint, onSet }: ByHandFormProps): JSX.Element {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const set = (event: Event) => {
    event.preventDefault();
    const wrong = onSet(text.trim());
    setProblem(wrong);
    if (wrong === undefined) setText('');
  };
  return (
    <form class="live-field" onSubmit={set}>
      <label>
        <span>{label}</span>
        <input
          type="text"
          placeholder={hint}
          spellcheck={false}
          autocomplete="off"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <button type="submit">Set</button>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}
