import type { JSX } from 'preact';
import { useLayoutEffect, useReducer, useState } from 'preact/hooks';
import { hasHostcallTexts, loadHostcallTexts } from '../loading.js';
import { Inside } from '../memory/inside.js';
import type { Session } from '../session.js';
import { About } from './about.js';
import { Explanation } from './explanation.js';

interface DetailsProps {
  readonly session: Session;
  readonly call: number;
}

/** The details of one call, in a file of its own, which is loaded after the list. The texts of a hostcall are loaded when it is first selected. */
export function Details({ session, call }: DetailsProps): JSX.Element {
  const name = session.calls.name(call);
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const [problem, setProblem] = useState(false);
  const known = hasHostcallTexts(name);
  useLayoutEffect(() => {
    if (known) return;
    loadHostcallTexts(name).then(
      () => redraw(undefined),
      () => setProblem(true),
    );
  }, [name, known]);
  if (known) {
    return (
      <>
        <Explanation session={session} call={call} />
        <Inside session={session} call={call} />
        <About session={session} call={call} />
      </>
    );
  }
  return problem ? (
    <p class="problem" role="alert">
      What is said of {name} cannot be loaded: the server does not answer. Reload the page once it does.
    </p>
  ) : (
    <p class="quiet-text" role="status" aria-busy="true" />
  );
}
