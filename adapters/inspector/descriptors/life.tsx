import type { ComponentChildren, JSX } from 'preact';
import type { DescriptorLife, DescriptorState } from '../../../application/inspection/index.js';
import { printable } from '../../../application/text/index.js';
import { rightNames } from '../../../domain/index.js';
import type { Session } from '../session.js';
import { CallLink } from '../shell/call-link.js';

interface LifeProps {
  readonly session: Session;
  /** The number of a descriptor's life. */
  readonly life: number;
  /** How it is after the call that is looked at; undefined if it is not open there. */
  readonly state: DescriptorState | undefined;
}

/** A descriptor from the call that opened it to the one that closed it. */
export function Life({ session, life, state }: LifeProps): JSX.Element | null {
  const { descriptors } = session.calls;
  if (descriptors === undefined || life >= descriptors.lives) return null;
  const told = descriptors.life(life);
  const { fd, label, uses, closedBy } = told;
  return (
    <section class="life" aria-label={`Descriptor ${fd}`}>
      <div class="row">
        <h2 class="code">
          {fd}&lt;{printable(label)}&gt;
        </h2>
        <span class="row-end">
          <button type="button" onClick={() => session.shown.followLife(told)}>
            Follow its {uses.length} {uses.length === 1 ? 'use' : 'uses'}
          </button>
        </span>
      </div>
      <dl class="facts">
        <Fact title="Comes from">
          <Origins session={session} chain={descriptors.chain(life)} />
        </Fact>
        <Fact title="Closed by">
          {closedBy === undefined ? 'no call' : <CallLink session={session} call={closedBy} />}
        </Fact>
        {state !== undefined && (
          <>
            <Fact title="Read, written">
              {state.read} and {state.written} bytes up to here
            </Fact>
            {state.size !== undefined && <Fact title="Size">{state.size} bytes when last asked for</Fact>}
            {state.rights !== undefined && (
              <>
                <Fact title={state.rights.exact ? 'Rights' : 'Rights, at most'}>
                  <Rights mask={state.rights.base} />
                </Fact>
                <Fact title="Inheriting">
                  <Rights mask={state.rights.inheriting} />
                </Fact>
              </>
            )}
          </>
        )}
      </dl>
    </section>
  );
}

function Fact({ title, children }: { readonly title: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Rights({ mask }: { readonly mask: number }): JSX.Element {
  const names = rightNames(mask);
  return names.length === 0 ? <>none</> : <code class="rights">{names.join(' ')}</code>;
}

/** Through which descriptors one was opened, up to a preopen. */
export function Origins({
  session,
  chain,
}: {
  readonly session: Session;
  readonly chain: readonly DescriptorLife[];
}): JSX.Element {
  return (
    <ol class="origins">
      {chain.map(({ life, fd, label, openedBy, initial }) => (
        <li key={life}>
          <code>
            {fd}&lt;{printable(label)}&gt;
          </code>{' '}
          {openedBy !== undefined ? (
            <>
              opened by <CallLink session={session} call={openedBy} />
            </>
          ) : initial ? (
            'which the program had from the start'
          ) : (
            'opened by a call that is not told of'
          )}
        </li>
      ))}
    </ol>
  );
}
