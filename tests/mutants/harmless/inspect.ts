import type { Harmless } from '../harmless-mutation.js';

/** Of `adapters/cli/inspect`. */
export const inspect: readonly Harmless[] = [
  {
    file: 'adapters/cli/inspect/access.ts',
    text: '> -> >=',
    within: 'performance.now() > launch.until',
    why: 'Nobody can tell in which of the two moments a minute ends.',
  },
  {
    file: 'adapters/cli/inspect/live-session.ts',
    text: '> -> >=',
    within: 'response.writableLength > MOST_BEHIND',
    why: 'How far a page is behind is counted with what frames its events, of which it knows nothing: it cannot tell one byte.',
  },
];
