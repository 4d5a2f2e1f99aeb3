/** Looks for faults with random calls and random bytes: `npm run fuzz -- --help`. */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { anyCall } from './calls.js';
import { bytesLike, isRead, readable, readers } from './readers.js';
import { Worlds } from './worlds.js';

const HELP = `Makes guests that call random hostcalls, runs them in memory, on the host's files and through the kernel's own calls, and compares the runs:
the errnos and the bytes are the same, only results are written, the descriptors match a model, and nothing outside the directory changes.
Then gives random bytes to every reader of files. A finding is reduced to the shortest case that shows it.

  npm run fuzz -- [options]

  --seconds N    how long to run; 60 by default
  --sequences N  how many sequences of calls to make, and 500 times as many inputs to read; the same for the same seed
  --seed S       the seed of the random calls and bytes; a new one for each run by default
  --help         this

Exit status: 0 if nothing was found, 1 if something was, 2 for a wrong option.`;

/** A slice of the time or of the sequences, after which the next seed is drawn from. */
const SLICE_MS = 10_000;
const SLICE_SEQUENCES = 60;
/** For the readers, all together: of the time, and inputs for each sequence. */
const READERS_SHARE = 0.25;
const READERS_INPUTS = 500;
/** The memory that the process may use beyond that of the first slice. */
const GROWTH = 300 * 2 ** 20;

interface Settings {
  readonly seconds: number;
  /** What counts instead of the time, if it is given. */
  readonly sequences: number | undefined;
  readonly seed: number;
}

/** How long to try a property, or how often. */
type Extent = { readonly milliseconds: number } | { readonly runs: number };

function settings(): Settings | undefined {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      sequences: { type: 'string' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return undefined;
  }
  const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
  const sequences = values.sequences === undefined ? undefined : Number(values.sequences);
  if (!(seconds > 0)) throw new TypeError(`--seconds ${values.seconds}: give a number of seconds, such as 60`);
  if (sequences !== undefined && !(Number.isInteger(sequences) && sequences > 0))
    throw new TypeError(`--sequences ${values.sequences}: give a whole number above 0, such as 300`);
  if (!Number.isInteger(seed)) throw new TypeError(`--seed ${values.seed}: give a whole number, such as 42`);
  return { seconds, sequences, seed };
}

/** Tries one property. @returns what was found, and how often it was tried */
async function look<Value>(property: fc.IAsyncProperty<Value>, seed: number, extent: Extent) {
  const details = await fc.check(property, {
    seed,
    ...('runs' in extent
      ? { numRuns: extent.runs }
      : { numRuns: 1_000_000_000, interruptAfterTimeLimit: extent.milliseconds }),
    maxSkipsPerRun: 0,
  });
  const { failed, numRuns, numShrinks } = details;
  const message =
    failed && numRuns > 0 && details.errorInstance instanceof Error ? details.errorInstance.message : undefined;
  return { numRuns, numShrinks, message };
}

async function fuzz({ seconds, sequences: wanted, seed }: Settings): Promise<number> {
  const began = performance.now();
  const found = new Set<string>();
  const report = (what: string, message: string, of: number) => {
    // The same fault comes with other numbers.
    const [first = ''] = message.split('\n');
    if (found.has(first)) return;
    found.add(first);
    console.log(`found with --seed ${of}, ${what}:\n${message}\n`);
  };
  const elapsed = () => performance.now() - began;
  const callsUntil = seconds * 1000 * (1 - READERS_SHARE);
  const worlds = await Worlds.open();
  let sequences = 0;
  let most = 0;
  const isDone = () => (wanted === undefined ? elapsed() >= callsUntil : sequences >= wanted);
  for (let slice = 0; !isDone(); slice++) {
    const calls = fc.array(anyCall, { minLength: 1, maxLength: 120, size: 'max' });
    const { numRuns, message } = await look(
      fc.asyncProperty(calls, each => worlds.play(each)),
      seed + slice,
      wanted === undefined
        ? { milliseconds: Math.min(SLICE_MS, callsUntil - elapsed()) }
        : { runs: Math.min(SLICE_SEQUENCES, wanted - sequences) },
    );
    // A failure ends the slice.
    sequences +=
      message !== undefined && wanted !== undefined ? Math.min(SLICE_SEQUENCES, wanted - sequences) : numRuns;
    if (message !== undefined) report('calls', message, seed + slice);
    const { rss } = process.memoryUsage();
    if (slice === 0) most = rss + GROWTH;
    else if (rss > most) report('calls', `the process has grown to ${Math.round(rss / 2 ** 20)} MiB`, seed);
  }
  const callsTook = elapsed() / 1000;
  worlds.dispose();

  const samples = await readable();
  let inputs = 0;
  const count = Object.keys(readers).length;
  const share: Extent =
    wanted === undefined
      ? { milliseconds: Math.max(seconds * 1000 - elapsed(), 0) / count }
      : { runs: Math.ceil((wanted * READERS_INPUTS) / count) };
  for (const [name, reader] of Object.entries(readers)) {
    const good = samples.get(name);
    if (good === undefined) throw new Error(`there is nothing that ${name} reads`);
    const { numRuns, message } = await look(
      fc.asyncProperty(bytesLike(good), async bytes => void (await isRead(reader, bytes))),
      seed,
      share,
    );
    inputs += numRuns;
    if (message !== undefined) report(name, message, seed);
  }

  const perSecond = (number: number, time: number) => Math.round(number / Math.max(time, 0.001));
  console.log(
    `seed ${seed}: ${sequences} sequences of calls, ${worlds.hostcalls} hostcalls ` +
      `(${perSecond(worlds.hostcalls, callsTook)} a second, ${Math.round((100 * worlds.succeeded) / Math.max(worlds.hostcalls, 1))} % succeeded), ` +
      `${inputs} inputs of ${count} readers; ${found.size} found`,
  );
  return found.size === 0 ? 0 : 1;
}

try {
  const chosen = settings();
  process.exitCode = chosen === undefined ? 0 : await fuzz(chosen);
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  console.error(`fuzz: ${error.message}`);
  process.exitCode = 2;
}
