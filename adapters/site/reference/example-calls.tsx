import type { JSX } from 'preact';
import type { HostcallName } from '../../../domain/index.js';
import { useLoaded } from '../loaded.js';
import type { ExampleCall } from '../manifest.js';
import { loadManifest } from '../manifest-source.js';
import { hashOf } from '../routes.js';
import { CallLine } from '../shell/call-line.js';

/** Calls of a hostcall in real runs, each with a link that opens it in the inspector. */
export function ExampleCalls({ name }: { readonly name: HostcallName }): JSX.Element {
  const { value: manifest, problem } = useLoaded(loadManifest);
  const calls = manifest?.calls[name];
  if (problem !== undefined) return <p role="alert">{problem}</p>;
  return (
    <section class="example-calls" aria-label="In a real run">
      <h3>In a real run</h3>
      {manifest !== undefined && calls === undefined && (
        <p class="quiet">The machine that built this site could not run a program that calls it.</p>
      )}
      {calls?.map(call => (
        <Example key={`${call.run} ${call.call}`} example={call} />
      ))}
    </section>
  );
}

function Example({ example: { run, call, line, sentence } }: { readonly example: ExampleCall }): JSX.Element {
  return (
    <article class="example-call">
      <CallLine line={line} />
      <p>{sentence}</p>
      <a class="button" href={hashOf({ view: 'open', name: run }, call)}>
        Open in the inspector
      </a>
    </article>
  );
}
