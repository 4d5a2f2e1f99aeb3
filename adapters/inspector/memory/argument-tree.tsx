import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ArgumentNode, CallMemory } from '../../../application/inspection/index.js';
import type { Session } from '../session.js';
import { useWatched } from '../watched.js';

/** Nodes with more parts than this are closed at first. */
const FEW = 12;
/** The most parts of a node that are shown. */
const MOST = 500;

interface Shown {
  readonly node: ArgumentNode;
  readonly depth: number;
  readonly open: boolean | undefined;
  readonly kind: 'argument' | 'result';
}

interface ArgumentTreeProps {
  readonly session: Session;
  readonly memory: CallMemory;
}

/** A call's arguments and results, down to the fields of structs. Where one lies in memory, its bytes light up with it. */
export function ArgumentTree({ session, memory }: ArgumentTreeProps): JSX.Element {
  const lit = useWatched(session.lit);
  /** Paths that are not as they are at first. */
  const [turned, turn] = useState<ReadonlySet<string>>(new Set());
  const isOpen = ({ path, children }: ArgumentNode, depth: number) =>
    children.length > 0 && (children.length <= FEW && depth < 2) !== turned.has(path);
  const shown: Shown[] = [];
  const add = (nodes: readonly ArgumentNode[], depth: number, kind: Shown['kind']) => {
    for (const node of nodes.slice(0, MOST)) {
      const open = isOpen(node, depth);
      shown.push({ node, depth, kind, open: node.children.length === 0 ? undefined : open });
      if (open) add(node.children, depth + 1, kind);
    }
  };
  add(memory.arguments, 0, 'argument');
  add(memory.results, 0, 'result');
  const at = shown.findIndex(({ node }) => node.path === nearestPath(shown, lit));
  const active = shown[at];
  const toggle = (path: string) => {
    const next = new Set(turned);
    if (!next.delete(path)) next.add(path);
    turn(next);
  };
  const pin = (index: number) => {
    const next = shown[Math.max(0, Math.min(index, shown.length - 1))];
    if (next !== undefined) session.pin(next.node.path);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const actions: Readonly<Record<string, () => void>> = {
      ArrowDown: () => pin(at + 1),
      ArrowUp: () => pin(at - 1),
      ArrowRight: () => active?.open === false && toggle(active.node.path),
      ArrowLeft: () => active?.open === true && toggle(active.node.path),
    };
    const action = event.ctrlKey || event.altKey || event.metaKey ? undefined : actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  return (
    <section aria-label="Arguments and results">
      <div
        class="arguments"
        role="tree"
        aria-label="Arguments and results"
        tabIndex={0}
        aria-activedescendant={active === undefined ? undefined : nodeId(active.node)}
        onKeyDown={onKeyDown}
        onPointerLeave={() => session.lit.set(session.pinned)}
      >
        {shown.map((each, index) => (
          <Node
            key={each.node.path}
            {...each}
            lit={index === at}
            first={each.kind === 'result' && shown[index - 1]?.kind === 'argument'}
            onLight={() => session.lit.set(each.node.path)}
            onPin={() => session.pin(each.node.path)}
            onToggle={() => toggle(each.node.path)}
          />
        ))}
      </div>
      <p class="argument-doc">
        {active?.node.doc ?? 'Point at an argument to see what it is, and which bytes it has.'}
      </p>
    </section>
  );
}

function nodeId({ path }: ArgumentNode): string {
  return `argument-${path}`;
}

/** The path itself if it is shown, or else the longest beginning of it: a part of a node that is closed. */
function nearestPath(shown: readonly Shown[], path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  let best: string | undefined;
  for (const { node } of shown) {
    if (node.path === path) return path;
    const bare = path.replace(/^\*/, '');
    if (bare.startsWith(node.path) && (best === undefined || node.path.length > best.length)) best = node.path;
  }
  return best;
}

interface NodeProps extends Shown {
  readonly lit: boolean;
  readonly first: boolean;
  readonly onLight: () => void;
  readonly onPin: () => void;
  readonly onToggle: () => void;
}

function Node({ node, depth, open, kind, lit, first, onLight, onPin, onToggle }: NodeProps): JSX.Element {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Of the tree alone: what is below it would move away under the pointer.
    const { current } = element;
    const tree = current?.parentElement;
    if (!lit || current === null || tree === null || tree === undefined) return;
    const top = current.offsetTop - tree.offsetTop;
    if (top < tree.scrollTop) tree.scrollTop = top;
    else if (top + current.offsetHeight > tree.scrollTop + tree.clientHeight)
      tree.scrollTop = top + current.offsetHeight - tree.clientHeight;
  }, [lit]);
  const { name, value, doc, area } = node;
  return (
    <div
      ref={element}
      id={nodeId(node)}
      class={`argument ${kind}${lit ? ' lit' : ''}${first ? ' first' : ''}`}
      role="treeitem"
      aria-level={depth + 1}
      aria-expanded={open}
      aria-selected={lit}
      title={doc}
      onPointerEnter={onLight}
      onClick={onPin}
    >
      <span class="argument-name" style={{ paddingInlineStart: `${depth * 16}px` }}>
        <span class="argument-turn" aria-hidden="true" onClick={onToggle}>
          {open === undefined ? '' : open ? '▾' : '▸'}
        </span>
        {name}
      </span>
      <span class="argument-value">{value}</span>
      <span class="argument-place">{area === undefined ? '' : `0x${area.address.toString(16)}+${area.length}`}</span>
    </div>
  );
}
