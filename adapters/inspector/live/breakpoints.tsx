import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { BreakpointText } from '../../../application/supervision/index.js';
import { useWatched } from '../watched.js';
import type { LiveModel } from './live-model.js';
import { Menu } from './menu.js';

/** Where the program stops: a list, and a field to add to it. */
export function Breakpoints({ model }: { readonly model: LiveModel }): JSX.Element {
  const breakpoints = useWatched(model.breakpoints);
  const [text, setText] = useState('');
  const set = (changed: readonly BreakpointText[]) => model.send({ command: 'breakpoints', breakpoints: changed });
  const add = async (event: Event) => {
    event.preventDefault();
    if (text.trim() === '') return;
    await set([...breakpoints, { filter: text.trim() }]);
    if (model.problem.value === undefined) setText('');
  };
  return (
    <Menu title={<>Breakpoints{breakpoints.length > 0 && <span class="live-tally">{breakpoints.length}</span>}</>}>
      {breakpoints.length > 0 && (
        <ul>
          {breakpoints.map(({ filter, debugger: stops = false }, at) => (
            <li key={filter}>
              <code>{filter}</code>
              <label title="Stop in the debugger of the developer tools too, if they are open">
                <input
                  type="checkbox"
                  checked={stops}
                  onChange={() => void set(breakpoints.with(at, { filter, debugger: !stops }))}
                />
                debugger
              </label>
              <button
                type="button"
                class="quiet"
                aria-label={`Remove ${filter}`}
                onClick={() => void set(breakpoints.toSpliced(at, 1))}
              >
                Remove
              </button>
            </li>
          ))}
        </ul>
      )}
      <form class="live-field" onSubmit={event => void add(event)}>
        <input
          type="text"
          aria-label="Stop at calls"
          placeholder="path_open errno=ENOENT"
          spellcheck={false}
          autocomplete="off"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <button type="submit">Add</button>
      </form>
      <p class="quiet-text">
        A filter, as above the list. With <code>status=</code> or <code>errno=</code> it stops at the result; otherwise
        before the call.
      </p>
    </Menu>
  );
}
