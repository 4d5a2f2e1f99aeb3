import type { JSX } from 'preact';
import { type ColourGroup, colourGroups } from '../list/call-colours.js';
import { Dialog } from '../shell/dialog.js';
import { keyGroups, keyName } from './key-texts.js';

/** What each colour stands for, in words. */
const groupTexts: Readonly<Record<ColourGroup, string>> = {
  io: 'read and write',
  path: 'paths and directories',
  stat: 'facts about descriptors',
  time: 'clocks and waiting',
  program: 'arguments, environment, exit',
  random: 'random bytes',
  network: 'sockets',
};

/** The list of keys, and what the colours stand for. */
export function KeyList({ onClose }: { readonly onClose: () => void }): JSX.Element {
  return (
    <Dialog title="Keys and colours" onClose={onClose}>
      <div class="key-groups">
        {keyGroups.map(({ title, lines }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl class="keys">
              {lines.map(({ keys, text }) => (
                <div key={text}>
                  <dt>
                    {keys.map(key => (
                      <kbd key={key}>{keyName(key)}</kbd>
                    ))}
                  </dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section>
          <h3>Colours</h3>
          <ul class="legend">
            {colourGroups.map(group => (
              <li key={group} class={`family-${group}`}>
                <span class="piece-name">{groupTexts[group]}</span>
              </li>
            ))}
            <li class="legend-failure">a call that failed</li>
          </ul>
        </section>
      </div>
    </Dialog>
  );
}
