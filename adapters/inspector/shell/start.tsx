import type { JSX } from 'preact';
import { Icon } from './icon.js';

interface StartProps {
  /** What went wrong with the file before, if anything. */
  readonly problem: string | undefined;
  readonly onOpen: () => void;
}

/** The page without a run: how to open one. */
export function Start({ problem, onOpen }: StartProps): JSX.Element {
  return (
    <main class="start notice">
      <h2>{problem === undefined ? 'Open a recording or a trace' : 'This file cannot be read'}</h2>
      {problem !== undefined && <p role="alert">{problem}</p>}
      <p>
        Drop a file here. A recording has all that a program asked of its host, and what it got; a text or NDJSON trace
        has the lines alone. The file stays in this page.
      </p>
      <button type="button" class="primary" onClick={onOpen}>
        <Icon name="open" />
        Open a file
      </button>
      <p>A recording is made on the command line:</p>
      <pre>
        <code>hostcall record -o run.hcr prog.wasm</code>
      </pre>
    </main>
  );
}
