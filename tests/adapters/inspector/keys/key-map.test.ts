import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { commandOf } from '../../../../adapters/inspector/keys/key-map.js';
import { keyGroups, keyName } from '../../../../adapters/inspector/keys/key-texts.js';
import { repository } from '../../../guests/build-cache.js';

const lines = keyGroups.flatMap(group => group.lines);
const pressed = (key: string, held = {}) =>
  commandOf({
    key,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    shiftKey: /^[A-Z]$/.test(key),
    ...held,
  } as KeyboardEvent);
type KeyboardEvent = Parameters<typeof commandOf>[0];

/** A key as the list of keys has it. */
function pressedAsNamed(name: string): ReturnType<typeof commandOf> {
  const [modifier, key] = name.includes('+') && name.length > 1 ? (name.split('+') as [string, string]) : ['', name];
  return pressed(key, {
    ...(modifier === 'Ctrl' && { ctrlKey: true }),
    ...(modifier === 'Shift' && { shiftKey: true }),
  });
}

describe('The keys of the inspector', () => {
  it('have one purpose each', () => {
    const keys = lines.flatMap(line => line.keys);
    expect(new Set(keys).size).to.equal(keys.length);
  });

  it('do what the list of keys says', () => {
    for (const { keys, command } of lines) for (const key of keys) expect(pressedAsNamed(key), key).to.equal(command);
    expect(pressed('q')).to.equal(undefined);
  });

  it('are those in the documentation', () => {
    const page = readFileSync(new URL('docs/inspector.md', repository), 'utf8');
    for (const { keys, text } of lines) {
      const names = keys.map(key => `\`${keyName(key)}\``).join(', ');
      expect(page).to.include(`| ${names} | ${text} |`);
    }
  });

  it("leave to the browser what is the browser's", () => {
    for (const held of ['ctrlKey', 'altKey', 'metaKey'])
      for (const key of ['c', 'n', 'p', 'ArrowDown']) expect(pressed(key, { [held]: true })).to.equal(undefined);
    expect(pressed('f', { ctrlKey: true, altKey: true })).to.equal(undefined);
  });

  it('find text as in a browser, with Ctrl or on macOS Command', () => {
    for (const held of ['ctrlKey', 'metaKey']) expect(pressed('f', { [held]: true })).to.equal('find');
    expect(pressed('F3')).to.equal('find-next');
    expect(pressed('F3', { shiftKey: true })).to.equal('find-previous');
  });

  it('are named as on keyboards', () => {
    expect(['ArrowDown', 'j', 'E', 'Escape', '?', 'Ctrl+f', 'Shift+F3', 'F3'].map(keyName)).to.deep.equal([
      '↓',
      'J',
      'Shift E',
      'Esc',
      '?',
      'Ctrl F',
      'Shift F3',
      'F3',
    ]);
  });
});
