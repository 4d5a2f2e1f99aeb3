import type { JSX } from 'preact';
import { callSentence } from '../../../application/sentences/index.js';
import type { Session } from '../session.js';
import { later } from '../shell/later.js';

const Failure = later(() => import('./failure.js').then(({ Failure: view }) => view));

interface ExplanationProps {
  readonly session: Session;
  readonly call: number;
}

/** A call in words: what it asked for and got, and why it failed. */
export function Explanation({ session, call }: ExplanationProps): JSX.Element {
  const event = session.calls.event(call);
  const errno = session.calls.columns.errnos[call] as number;
  return (
    <>
      {event !== undefined && <p class="sentence">{callSentence(event)}</p>}
      {errno !== 0 && <Failure key={call} session={session} call={call} errno={errno} />}
    </>
  );
}
