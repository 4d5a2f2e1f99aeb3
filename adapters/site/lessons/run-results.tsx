import type { JSX } from 'preact';
import type { Finding, ObservedCall } from '../../../application/lessons/index.js';
import { opened } from '../opened.js';
import { hashOf } from '../routes.js';
import { CallLine } from '../shell/call-line.js';
import { withCode } from '../shell/with-code.js';
import type { PageRun } from './exercise-in-page.js';

/** Calls that are shown; more of them are for the inspector. */
const MOST = 60;

interface RunResultsProps {
  readonly found: readonly Finding[];
  readonly result: PageRun;
  /** The lesson's. */
  readonly name: string;
}

/** What came of a run: the checks, the trace, and what was printed. */
export function RunResults({ found, result: { run, printed }, name }: RunResultsProps): JSX.Element {
  const { recording } = run;
  const output = `${run.stdout}${run.stderr}`;
  return (
    <>
      <ul class="findings">
        {found.map(finding => (
          <FindingLine key={finding.expects} finding={finding} />
        ))}
      </ul>
      {run.calls.length > 0 && (
        <section class="calls">
          <div class="work-bar">
            <h2>{run.calls.length === 1 ? '1 call' : `${run.calls.length} calls`}</h2>
            {recording !== undefined && (
              <a
                class="button"
                href={hashOf({ view: 'open', name: '' })}
                onClick={() => {
                  opened.run = { name: `${name}.hcr`, bytes: recording };
                }}
              >
                Open in the inspector
              </a>
            )}
          </div>
          <ol>
            {run.calls.slice(0, MOST).map((call, index) => (
              <Call key={index} call={call} />
            ))}
          </ol>
          {run.calls.length > MOST && <p class="quiet">and {run.calls.length - MOST} more</p>}
        </section>
      )}
      {output !== '' && <Text title="The program printed" text={output} />}
      {printed !== '' && <Text title="Your module printed" text={printed} />}
    </>
  );
}

function FindingLine({ finding: { expects, met, seen, advice } }: { readonly finding: Finding }): JSX.Element {
  return (
    <li class={met ? 'met' : 'unmet'}>
      <span class="mark" aria-hidden="true">
        {met ? '✓' : '✗'}
      </span>
      <div>
        <p>
          <span class="visually-hidden">{met ? 'Met: ' : 'Not met: '}</span>
          {withCode(expects)}
        </p>
        {seen.length > 0 && <pre>{seen.join('\n')}</pre>}
        {advice !== undefined && <p class="advice">{withCode(advice)}</p>}
      </div>
    </li>
  );
}

function Call({ call: { text, sentence, denial } }: { readonly call: ObservedCall }): JSX.Element {
  const why = sentence ?? denial?.text;
  return (
    <li>
      <CallLine line={text} />
      {typeof why === 'string' && <p class="quiet">{why}</p>}
    </li>
  );
}

function Text({ title, text }: { readonly title: string; readonly text: string }): JSX.Element {
  return (
    <section>
      <h2>{title}</h2>
      <pre class="code-block">{text}</pre>
    </section>
  );
}
