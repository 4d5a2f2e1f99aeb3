import type { JSX } from 'preact';
import { useId, useReducer, useRef, useState } from 'preact/hooks';
import { outcomeText } from '../../../application/formats/index.js';
import { canDriveWorkers } from '../../inspector/live/isolated.js';
import { opened } from '../opened.js';
import { hashOf } from '../routes.js';
import { filesOf } from './dropped-files.js';
import { ProgramRun, type RunOutcome } from './program-run.js';
import { emptyWorld, type RunRequest, type RunWorld } from './run-world.js';
import { StepView } from './step-view.js';
import { textOfVariables, textOfWords, variablesOf, wordsOf } from './world-fields.js';

/** A program: what it is given, and what becomes of it. */
export function RunView({ recorder }: { readonly recorder: string }): JSX.Element {
  const { program } = opened;
  if (program === undefined)
    return (
      <main class="reading">
        <article class="subject">
          <h2>No program is open</h2>
          <p>
            A program that was dropped is in the page alone, and gone after a reload. <a href="#/">Drop it again</a>.
          </p>
        </article>
      </main>
    );
  return <Program key={program.program} request={program} recorder={recorder} />;
}

interface ProgramProps {
  readonly request: RunRequest;
  readonly recorder: string;
}

function Program({ request, recorder }: ProgramProps): JSX.Element {
  const { world } = request;
  const [args, setArgs] = useState(textOfWords(world.args));
  const [env, setEnv] = useState(textOfVariables(world.env));
  const [stdin, setStdin] = useState(world.stdin);
  const [mountedAt, setMountedAt] = useState(world.mountedAt);
  const [seeded, setSeeded] = useState(world.seed !== undefined);
  const [files, setFiles] = useState(world.files);
  const [run, setRun] = useState<ProgramRun | undefined>(undefined);
  const [outcome, setOutcome] = useState<RunOutcome | undefined>(undefined);
  const [stepped, setStepped] = useState<RunRequest | undefined>(undefined);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const results = useRef<HTMLElement>(null);
  const variables = variablesOf(env);

  const asked = (): RunRequest | undefined => {
    if (typeof variables === 'string') return undefined;
    const given: RunWorld = {
      ...emptyWorld,
      args: wordsOf(args),
      env: variables,
      stdin,
      files,
      mountedAt: mountedAt === '' ? '/' : mountedAt,
      ...(seeded && { seed: world.seed ?? 1 }),
    };
    opened.program = { ...request, world: given };
    return opened.program;
  };
  const start = (event: Event) => {
    event.preventDefault();
    const wanted = asked();
    if (wanted === undefined) return;
    run?.stop();
    const next = new ProgramRun(wanted, recorder, () => redraw(undefined));
    setRun(next);
    setOutcome(undefined);
    void next.outcome.then(ended => {
      opened.run = { name: request.program.replace(/(\.wasm)?$/, '.hcr'), bytes: next.recording };
      setOutcome(ended);
      results.current?.focus();
    });
  };

  if (stepped !== undefined)
    return <StepView request={stepped} recorder={recorder} onLeave={() => setStepped(undefined)} />;
  return (
    <main class="reading run">
      <form class="run-form" onSubmit={start}>
        <h1>{request.program}</h1>
        <p class="quiet">
          It runs in this page, in memory: it reaches no file of yours and no network. Every call is recorded.
        </p>
        <Field label="Arguments" hint="as a shell takes them" value={args} onChange={setArgs} />
        <Field
          label="Environment"
          hint="NAME=value, one in a line"
          lines
          value={env}
          problem={typeof variables === 'string' ? `“${variables}” has no name before an =.` : undefined}
          onChange={setEnv}
        />
        <Field
          label="Standard input"
          hint="all that it can read from descriptor 0"
          lines
          value={stdin}
          onChange={setStdin}
        />
        <Field
          label="Directory"
          hint="the program’s name for its preopened directory, descriptor 3"
          value={mountedAt}
          onChange={setMountedAt}
        />
        <Files files={files} onChange={setFiles} />
        <label class="check">
          <input type="checkbox" checked={seeded} onChange={event => setSeeded(event.currentTarget.checked)} />
          The same in each run: a clock that goes in steps, and random bytes from a seed
        </label>
        <div class="buttons">
          <button type="submit" class="primary" disabled={run !== undefined && outcome === undefined}>
            {run === undefined ? 'Run and record' : 'Run again'}
          </button>
          {run !== undefined && outcome === undefined && (
            <button type="button" onClick={() => run.stop()}>
              Stop
            </button>
          )}
          <button type="button" disabled={!canDriveWorkers()} onClick={() => setStepped(asked())}>
            Step through it
          </button>
        </div>
        {!canDriveWorkers() && (
          <p class="quiet">
            To step through it while it runs, the page has to be cross-origin isolated, which its server has not
            arranged; run it, and step through its recording.
          </p>
        )}
      </form>
      <section ref={results} class="run-results" aria-label="What became of it" aria-live="polite" tabIndex={-1}>
        {run === undefined ? (
          <p class="quiet">What it prints will be here, and a way into its recording.</p>
        ) : (
          <Results run={run} outcome={outcome} />
        )}
      </section>
    </main>
  );
}

function Results({
  run,
  outcome,
}: {
  readonly run: ProgramRun;
  readonly outcome: RunOutcome | undefined;
}): JSX.Element {
  return (
    <>
      <p class={outcome?.kind === 'refused' ? 'outcome wrong' : 'outcome'}>{outcomeWords(outcome)}</p>
      {outcome !== undefined && run.size > 0 && outcome.kind !== 'refused' && (
        <div class="buttons">
          <a class="button primary" href={hashOf({ view: 'open', name: '' })}>
            Open in the inspector
          </a>
          <button type="button" onClick={() => save(run.recording)}>
            Save the recording
          </button>
          <span class="quiet">{sizeText(run.size)}</span>
        </div>
      )}
      <h2>Output</h2>
      <pre class="output">
        {run.output === '' ? (
          <span class="quiet">{outcome === undefined ? 'nothing yet' : 'nothing'}</span>
        ) : (
          run.output
        )}
      </pre>
    </>
  );
}

function outcomeWords(outcome: RunOutcome | undefined): string {
  switch (outcome?.kind) {
    case undefined:
      return 'It runs …';
    case 'ended':
      return `It ${outcomeText(outcome.end)}.`;
    case 'stopped':
      return 'You stopped it. What it had recorded until then can be looked at.';
    case 'refused':
      return `It cannot be run: ${outcome.problem}; ${outcome.remedy}.`;
  }
}

function sizeText(bytes: number): string {
  return bytes < 1024
    ? `${bytes} bytes`
    : bytes < 2 ** 20
      ? `${(bytes / 1024).toFixed(1)} KiB`
      : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

/** Has the browser save the recording under the name that the inspector shows. */
function save(recording: Uint8Array): void {
  const url = URL.createObjectURL(new Blob([recording as BlobPart]));
  const link = document.createElement('a');
  link.href = url;
  link.download = opened.run?.name ?? 'run.hcr';
  link.click();
  URL.revokeObjectURL(url);
}

interface FieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly problem?: string | undefined;
  /** Whether it has several lines. */
  readonly lines?: boolean;
  readonly onChange: (value: string) => void;
}

function Field({ label, hint, value, problem, lines = false, onChange }: FieldProps): JSX.Element {
  const id = useId();
  const given = {
    id,
    value,
    spellcheck: false,
    'aria-invalid': problem !== undefined,
    onInput: (event: { readonly currentTarget: { readonly value: string } }) => onChange(event.currentTarget.value),
  };
  return (
    <div class="field">
      <label for={id}>
        {label} <span class="quiet">{hint}</span>
      </label>
      {lines ? <textarea rows={2} {...given} /> : <input type="text" {...given} />}
      {problem !== undefined && (
        <span class="wrong" role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}

interface FilesProps {
  readonly files: RunWorld['files'];
  readonly onChange: (files: RunWorld['files']) => void;
}

function Files({ files, onChange }: FilesProps): JSX.Element {
  const add = async (list: FileList | null) => onChange({ ...files, ...(await filesOf(list ?? [])) });
  const names = Object.keys(files);
  return (
    <fieldset
      class="files"
      onDragOver={event => event.preventDefault()}
      onDrop={event => {
        event.preventDefault();
        event.stopPropagation();
        void add(event.dataTransfer?.files ?? null);
      }}
    >
      <legend>
        Files in it <span class="quiet">copies: the program cannot change yours</span>
      </legend>
      <ul>
        {names.map(name => (
          <li key={name}>
            <code>{name}</code>
            <button
              type="button"
              class="quiet"
              aria-label={`Take ${name} out`}
              onClick={() => onChange(Object.fromEntries(Object.entries(files).filter(([other]) => other !== name)))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <label class="button">
        Add files
        <input type="file" class="visually-hidden" multiple onChange={event => void add(event.currentTarget.files)} />
      </label>
    </fieldset>
  );
}
