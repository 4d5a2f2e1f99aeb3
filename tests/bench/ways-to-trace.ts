import { openSync, writeSync } from 'node:fs';
import { NodeClocks } from '../../adapters/node/clocks.js';
import { StraceFormatter } from '../../application/formats/index.js';
import { RecordingWriter } from '../../application/recording/index.js';
import type { Runtime } from '../../application/runtime/index.js';
import type { TraceSettings } from '../../application/tracing/index.js';

/** A way to trace, and how many nanoseconds a call it may add. */
export interface WayToTrace {
  /** Undefined where there is no budget. */
  readonly budget?: number;
  /** It times calls: its budget comes on top of two looks at the clock. */
  readonly timed?: boolean;
  readonly settings?: TraceSettings;
  readonly prepare?: (runtime: Runtime) => void;
  /** The guest's replacement of a hostcall. */
  readonly around?: (hostcall: Hostcall) => Hostcall;
}

type Hostcall = (...args: readonly unknown[]) => number;

/** The way that does nothing but look at the clock twice. */
export const CLOCK = 'two clock reads';

const CHUNK = 64 * 1024;

const RECORDED = {
  recorder: 'bench',
  program: 'bench.wasm',
  sha256: '0'.repeat(64),
  started: '2026-01-01T00:00:00Z',
};

/** A file that takes no time: what is measured is not the disk. */
const nowhere = () => openSync('/dev/null', 'w');

/** Collects lines, and writes them in pieces of 64 KiB. */
function lineWriter(): (line: string) => void {
  const fd = nowhere();
  let pending: string[] = [];
  let size = 0;
  return line => {
    pending.push(line, '\n');
    size += line.length + 1;
    if (size < CHUNK) return;
    writeSync(fd, pending.join(''));
    pending = [];
    size = 0;
  };
}

export const waysToTrace: Readonly<Record<string, WayToTrace>> = {
  unwatched: { budget: 1, prepare: ({ hostcalls$ }) => hostcalls$.subscribe().unsubscribe() },
  'other calls': { budget: 1, prepare: runtime => runtime.watch({ calls: ['proc_exit'] }).subscribe() },
  // What no way that times calls can do without.
  [CLOCK]: {
    around: hostcall => {
      const clocks = new NodeClocks();
      let time = 0;
      process.on('exit', () => {
        if (Number.isNaN(time)) process.exitCode = 1;
      });
      const timed = (a?: unknown, b?: unknown, c?: unknown, d?: unknown, e?: unknown): number => {
        const begun = clocks.monotonic();
        const errno = hostcall(a, b, c, d, e);
        time += clocks.monotonic() - begun;
        return errno;
      };
      return hostcall.length > 5 ? hostcall : timed;
    },
  },
  'meter (-c)': { budget: 25, timed: true, prepare: runtime => runtime.meter() },
  subscriber: {
    budget: 60,
    timed: true,
    prepare: ({ hostcalls$ }) => {
      let time = 0;
      hostcalls$.subscribe(call => {
        time += call.duration;
      });
      // So that no engine leaves the work out.
      process.on('exit', () => {
        if (Number.isNaN(time)) process.exitCode = 1;
      });
    },
  },
  text: {
    budget: 2500,
    prepare: ({ hostcalls$ }) => {
      const write = lineWriter();
      const formatter = new StraceFormatter();
      hostcalls$.subscribe(call => write(formatter.call(call)));
    },
  },
  recording: {
    settings: { whole: true },
    prepare: ({ hostcalls$ }) => {
      const fd = nowhere();
      const writer = new RecordingWriter(RECORDED, bytes => writeSync(fd, bytes));
      hostcalls$.subscribe(call => writer.add(call));
    },
  },
};
