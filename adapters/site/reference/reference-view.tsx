import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { lookUp, searchReference } from '../../../application/reference/index.js';
import { describe, everyHostcall, families } from '../../../domain/index.js';
import { hashOf } from '../routes.js';
import { SearchBox } from './search-box.js';
import { SubjectView } from './subject-view.js';
import { NameLink } from './text.js';

const LISTS = ['hostcalls', 'errnos', 'rights', 'structs', 'flags', 'enumerations', 'wasi_unstable'] as const;

/** The reference. @param name what is looked up, in any spelling; empty for the list of hostcalls */
export function ReferenceView({ name }: { readonly name: string }): JSX.Element {
  const { subjects } = lookUp(name === '' ? 'hostcalls' : name);
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    main.current?.scrollTo(0, 0);
    // Where one comes from a search, the focus follows to what was found.
    if (name !== '') main.current?.querySelector<HTMLElement>('#subject')?.focus({ preventScroll: true });
  }, [name]);
  return (
    <div class="reference">
      <nav class="contents" aria-label="Reference">
        <SearchBox />
        <Contents current={name === '' ? 'hostcalls' : name} />
      </nav>
      <main ref={main} class="reading" data-name={name}>
        {subjects.map(subject => (
          <SubjectView key={JSON.stringify(subject)} subject={subject} />
        ))}
        {subjects.length === 0 && <NotFound name={name} />}
      </main>
    </div>
  );
}

function Contents({ current }: { readonly current: string }): JSX.Element {
  const entry = (name: string) => (
    <li key={name}>
      <a href={hashOf({ view: 'reference', name })} aria-current={name === current ? 'page' : undefined}>
        {name}
      </a>
    </li>
  );
  return (
    <details class="contents-list" open={innerWidth > 720}>
      <summary>Contents</summary>
      <ul class="lists">{LISTS.map(entry)}</ul>
      {families.map(family => (
        <section key={family}>
          <h2>
            <NameLink name={family} />
          </h2>
          <ul class="code">{everyHostcall.filter(name => describe(name).family === family).map(entry)}</ul>
        </section>
      ))}
    </details>
  );
}

function NotFound({ name }: { readonly name: string }): JSX.Element {
  const near = searchReference(name.replaceAll('_', ' ')).slice(0, 8);
  return (
    <article class="subject">
      <h2 id="subject" tabIndex={-1}>
        Nothing is called “{name}”
      </h2>
      {near.length > 0 ? (
        <>
          <p>Perhaps one of these is meant:</p>
          <ul>
            {near.map(hit => (
              <li key={`${hit.kind} ${hit.name}`}>
                <NameLink name={hit.name} />, {hit.kind}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>Search for a part of its name, or for a word about what it does.</p>
      )}
    </article>
  );
}
