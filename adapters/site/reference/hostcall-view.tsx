import type { JSX } from 'preact';
import { type Block, callMemory, explanation } from '../../../application/reference/index.js';
import { describe, type HostcallName, type LayoutName, layouts, structOf } from '../../../domain/index.js';
import { Blocks } from './blocks.js';
import { ExampleCalls } from './example-calls.js';
import { MemoryView } from './memory-view.js';
import { StructGrid } from './struct-grid.js';
import { NameLink } from './text.js';

/** A hostcall: what `hostcall explain` says of it, and with it real calls, its structs to the byte, and where to read on. */
export function HostcallView({ name }: { readonly name: HostcallName }): JSX.Element {
  const { title, blocks } = explanation({ kind: 'hostcall', name });
  const { family } = describe(name);
  const memory = callMemory(name);
  const [sentence, prototype, ...rest] = withoutPicture(blocks, memory !== undefined);
  return (
    <article class="subject">
      <p class="kind">
        hostcall of <NameLink name={family} />
      </p>
      <h2 id="subject" tabIndex={-1} title={title}>
        {name}
      </h2>
      <Blocks blocks={[sentence, prototype].filter(block => block !== undefined)} />
      <ExampleCalls name={name} />
      <Blocks blocks={rest} />
      {memory !== undefined && <MemoryView memory={memory} />}
      {structsOf(name).map(struct => (
        <StructGrid key={struct} name={struct} />
      ))}
    </article>
  );
}

/** The blocks without the picture of the memory and the sentence before it, which are the last. */
function withoutPicture(blocks: readonly Block[], pictured: boolean): readonly Block[] {
  return pictured ? blocks.slice(0, -2) : blocks;
}

/** The structs that a hostcall's parameters and results point to. */
function structsOf(name: HostcallName): LayoutName[] {
  const { params, results } = describe(name);
  const found = [...params, ...results].map(({ kind }) => structOf(kind));
  const holdsEntries = params.some(param => 'holds' in param && param.holds === 'entries');
  const all = [...found, ...(holdsEntries ? ['dirent' as const] : [])];
  return [...new Set(all)].filter((struct): struct is LayoutName => struct !== undefined && struct in layouts);
}
