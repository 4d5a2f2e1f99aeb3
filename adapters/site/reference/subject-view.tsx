import type { JSX } from 'preact';
import { type Block, explanation, reference, type Subject } from '../../../application/reference/index.js';
import {
  type ErrnoName,
  errnos,
  errnosOf,
  everyHostcall,
  type LayoutName,
  layouts,
  unstableLayouts,
} from '../../../domain/index.js';
import { causeOf } from '../../../domain/texts/index.js';
import { Blocks } from './blocks.js';
import { HostcallView } from './hostcall-view.js';
import { StructGrid } from './struct-grid.js';
import { NameLink } from './text.js';

/** The page about a subject. */
export function SubjectView({ subject }: { readonly subject: Subject }): JSX.Element {
  if (subject.kind === 'hostcall') return <HostcallView name={subject.name} />;
  const { title, blocks } = pageOf(subject);
  return (
    <article class="subject">
      <h2 id="subject" tabIndex={-1}>
        {title}
      </h2>
      {subject.kind === 'struct' && <Struct name={subject.name} />}
      <Body subject={subject} blocks={blocks} />
    </article>
  );
}

function Body({ subject, blocks }: { readonly subject: Subject; readonly blocks: readonly Block[] }): JSX.Element {
  if (subject.kind === 'list' && subject.of === 'structs') return <AllStructs />;
  if (subject.kind !== 'errno') return <Blocks blocks={blocks} />;
  // The hostcalls that return it are in the table of its causes.
  return (
    <>
      <Blocks blocks={blocks.filter(({ kind }) => kind !== 'facts')} />
      <Causes value={subject.value} />
    </>
  );
}

/** Of errnos and rights, the page with all that is known of them; of other lists, what `hostcall explain` says. */
function pageOf(subject: Subject): { readonly title: string; readonly blocks: readonly Block[] } {
  const all = subject.kind === 'list' ? { errnos: 'errno', rights: 'rights' }[subject.of as string] : undefined;
  return (all === undefined ? undefined : reference().get(all)) ?? explanation(subject);
}

function Struct({ name }: { readonly name: LayoutName }): JSX.Element {
  const unstable = (unstableLayouts as Partial<typeof layouts>)[name];
  return (
    <>
      <StructGrid name={name} />
      {unstable !== undefined && (
        <>
          <p>
            In <NameLink name="wasi_unstable" />:
          </p>
          <StructGrid name={name} layout={unstable} />
        </>
      )}
    </>
  );
}

function AllStructs(): JSX.Element {
  return (
    <>
      {(Object.keys(layouts) as LayoutName[]).map(name => (
        <section key={name}>
          <h3>
            <NameLink name={name} />
          </h3>
          <StructGrid name={name} />
        </section>
      ))}
    </>
  );
}

/** When each hostcall returns an errno. */
function Causes({ value }: { readonly value: number }): JSX.Element {
  const name = errnos[value]?.name as ErrnoName;
  const calls = everyHostcall.filter(call => errnosOf(call).includes(name));
  if (calls.length === 0) return <p>No hostcall returns it.</p>;
  return (
    <Blocks
      blocks={[
        {
          kind: 'table',
          columns: [{ title: 'Hostcall', term: true }, { title: 'When' }],
          rows: calls.map(call => [{ text: call, page: call }, causeOf(call, name)]),
        },
      ]}
    />
  );
}
