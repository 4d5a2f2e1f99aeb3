import type { JSX } from 'preact';
import {
  explainFailure,
  failureText,
  type PathSteps,
  type RightsComparison,
} from '../../../application/inspection/index.js';
import { printable } from '../../../application/text/index.js';
import { type ErrnoName, errnoName, errnos, errnoText } from '../../../domain/index.js';
import { causeOf } from '../../../domain/texts/index.js';
import type { Session } from '../session.js';
import { Code } from './code-text.js';

interface FailureProps {
  readonly session: Session;
  readonly call: number;
  readonly errno: number;
}

/** Why a call failed: what its recording tells; of a trace, when such a call fails so. */
export function Failure({ session, call, errno }: FailureProps): JSX.Element {
  const why = explainFailure(session.calls, call);
  const name = errnoName(errno) as ErrnoName;
  const cause = errnos[errno] === undefined ? '' : causeOf(session.calls.name(call), name);
  return (
    <section class="failure" aria-label="Why it failed">
      <h3>
        {name}: {errnoText(errno)}
      </h3>
      {/* The errno stands above it. */}
      <p>{why === undefined ? <Code text={cause} /> : failureText(why).slice(name.length + 2)}</p>
      {why?.paths.map(path => (
        <Walk key={path.param} path={path} />
      ))}
      {why?.rights.map(rights => (
        <Rights key={`${rights.param} ${rights.handedDown}`} rights={rights} />
      ))}
    </section>
  );
}

/** A path, component by component, with the one that was refused. */
function Walk({ path }: { readonly path: PathSteps }): JSX.Element {
  const { from, steps, refused } = path;
  return (
    <ol class="walk" aria-label={`The path ${path.param}`}>
      <li>
        <code>{printable(from ?? '?')}</code>
      </li>
      {steps.map(({ name, reached }, index) => (
        <li
          key={index}
          class={index === refused ? 'refused' : index > refused && refused >= 0 ? 'unreached' : ''}
          title={reached === undefined ? '' : printable(reached)}
        >
          <code>{printable(name)}</code>
          {index === refused && <span class="walk-refused"> refused</span>}
        </li>
      ))}
    </ol>
  );
}

/** The rights that a call needs, and which of them its descriptor holds. */
function Rights({ rights }: { readonly rights: RightsComparison }): JSX.Element {
  const { param, fd, label, needed, missing, handedDown } = rights;
  return (
    <p class="rights-needed">
      {param} <code>{label === undefined ? fd | 0 : `${fd}<${printable(label)}>`}</code>{' '}
      {handedDown ? 'has to hand down' : 'needs'}{' '}
      {needed.map(right => (
        <span key={right} class={missing?.includes(right) ? 'right missing' : 'right'}>
          <code>{right}</code>{' '}
          {missing === undefined ? 'not told' : missing.includes(right) ? '✗ lacks it' : '✓ holds it'}
        </span>
      ))}
    </p>
  );
}
