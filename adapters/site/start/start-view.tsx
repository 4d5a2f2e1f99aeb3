import type { ComponentChildren, JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useLoaded } from '../loaded.js';
import type { Example } from '../manifest.js';
import { loadManifest } from '../manifest-source.js';
import { hashOf } from '../routes.js';
import { runAgain } from '../run/run-again.js';
import { withCode } from '../shell/with-code.js';
import { openFiles } from './open-files.js';

/** The first view: drop something in, or take what is there. */
export function StartView(): JSX.Element {
  return (
    <main class="reading start-view">
      <section class="intro">
        <h1>See what a WebAssembly program asks of its host</h1>
        <p>
          A WASI program reaches everything outside of it through hostcalls. Here one sees them: each call with its
          arguments, the memory around it, the descriptors at that step, and why it failed.
        </p>
      </section>
      <DropZone />
      <Examples />
      <section class="ways">
        <Way title="Lessons" href={hashOf({ view: 'lessons', name: '' })}>
          Write small programs in WebAssembly text, run them here, and have them checked: from one fd_write to rights,
          cookies and sockets.
        </Way>
        <Way title="Reference" href={hashOf({ view: 'reference', name: '' })}>
          Every hostcall with its parameters, rights and errnos, its structs to the byte, and a real call to look at.
        </Way>
      </section>
    </main>
  );
}

interface WayProps {
  readonly title: string;
  readonly href: string;
  readonly children: ComponentChildren;
}

function Way({ title, href, children }: WayProps): JSX.Element {
  return (
    <a class="way" href={href}>
      <h2>{title}</h2>
      <p>{children}</p>
    </a>
  );
}

function DropZone(): JSX.Element {
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const open = async (files: Iterable<File>) => setProblem(await openFiles([...files]));
  return (
    <section
      class={over ? 'drop over' : 'drop'}
      aria-label="Open a file"
      onDragOver={event => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={event => {
        event.preventDefault();
        setOver(false);
        void open(event.dataTransfer?.files ?? []);
      }}
    >
      <div>
        <h2>Drop a file here</h2>
        <p>
          A program (<code>.wasm</code>), with the files that it is to find if there are any; a recording (
          <code>.hcr</code>); or a trace as text or NDJSON. Nothing leaves this page.
        </p>
        {problem !== undefined && (
          <p class="wrong" role="alert">
            {problem}
          </p>
        )}
      </div>
      <button type="button" class="primary" onClick={() => input.current?.click()}>
        Choose files
      </button>
      <input
        ref={input}
        type="file"
        multiple
        class="visually-hidden"
        tabIndex={-1}
        aria-label="Choose files"
        onChange={event => void open(event.currentTarget.files ?? [])}
      />
    </section>
  );
}

function Examples(): JSX.Element {
  const { value: manifest, problem } = useLoaded(loadManifest);
  return (
    <section aria-labelledby="examples">
      <h2 id="examples">Or look at a run that was recorded</h2>
      {problem !== undefined && (
        <p class="wrong" role="alert">
          {problem}
        </p>
      )}
      <ul class="examples">
        {manifest?.examples.map(example => (
          <ExampleCard key={example.name} example={example} />
        ))}
      </ul>
    </section>
  );
}

function ExampleCard({ example }: { readonly example: Example }): JSX.Element {
  const { name, title, text, calls, source, sourceName } = example;
  return (
    <li class="example">
      <h3>
        <a href={hashOf({ view: 'open', name })}>{title}</a>
      </h3>
      <p>{withCode(text)}</p>
      <p class="quiet">{calls === 1 ? '1 call' : `${calls} calls`}</p>
      <div class="buttons">
        <a class="button" href={hashOf({ view: 'open', name })} aria-label={`Open the recording: ${title}`}>
          Open
        </a>
        {example.world !== undefined && (
          <button
            type="button"
            class="quiet"
            aria-label={`Run it again: ${title}`}
            onClick={() => void runAgain(example)}
          >
            Run it
          </button>
        )}
      </div>
      <details>
        <summary>{sourceName}</summary>
        <pre class="code-block">
          <code>{source}</code>
        </pre>
      </details>
    </li>
  );
}
