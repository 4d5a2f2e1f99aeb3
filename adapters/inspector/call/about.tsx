import type { JSX } from 'preact';
import { manualPageOf, specificationOf } from '../../../application/reference/index.js';
import { hostcallText } from '../../../domain/texts/index.js';
import type { Session } from '../session.js';
import { Code } from './code-text.js';

interface AboutProps {
  readonly session: Session;
  readonly call: number;
}

/** The hostcall in general, and where to read on. */
export function About({ session, call }: AboutProps): JSX.Element {
  const name = session.calls.name(call);
  const { text, posix, notes } = hostcallText(name);
  const specification = specificationOf(name);
  const manual = manualPageOf(name);
  return (
    <section aria-label={`About ${name}`}>
      <h3>
        About <code>{name}</code>
      </h3>
      <dl class="facts">
        <div>
          <dt>What it does</dt>
          <dd>
            <Code text={text} />
          </dd>
        </div>
        {notes !== undefined && (
          <div>
            <dt>Note</dt>
            <dd>
              <Code text={notes} />
            </dd>
          </div>
        )}
        <div>
          <dt>In POSIX</dt>
          <dd>
            {posix === '' ? 'nothing like it' : <code>{posix}</code>}
            {manual !== undefined && (
              <>
                ,{' '}
                <a href={manual.href} target="_blank" rel="noreferrer">
                  its manual page
                </a>
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>Specification</dt>
          <dd>
            <a href={specification.href} target="_blank" rel="noreferrer">
              {specification.text}
            </a>
          </dd>
        </div>
      </dl>
    </section>
  );
}
