import { listed } from '../text/index.js';
import type {
  AnswerCheck,
  CallCheck,
  CallPattern,
  Check,
  ContractCheck,
  ExitCheck,
  FileCheck,
  OrderCheck,
  OutputCheck,
  ReceivedCheck,
} from './check.js';
import type { ExerciseRun, ObservedCall, RunEnd } from './exercise-run.js';
import { callMismatches, howMany, shown, valueMismatches } from './match-value.js';

/** What came of a check. */
export interface Finding {
  readonly expects: string;
  readonly met: boolean;
  /** The actual result, line by line; none if it is met. */
  readonly seen: readonly string[];
  /** The likely mistake, if it is not met. */
  readonly advice?: string;
}

/** Calls that are shown as those that come near. */
const SHOWN = 3;

/**
 * Judges a run.
 * @returns a finding for each check, in order; before them one about a run that did not come to its own end
 */
export function findings(checks: readonly Check[], run: ExerciseRun): Finding[] {
  const ending = endFinding(run.end, checks);
  // Of a program that never ran, nothing else can be said.
  if (run.end.kind === 'failed') return ending;
  return [...ending, ...checks.map(check => finding(check, run))];
}

/** Whether an exercise is solved. */
export function isSolved(found: readonly Finding[]): boolean {
  return found.length > 0 && found.every(({ met }) => met);
}

function endFinding(end: RunEnd, checks: readonly Check[]): Finding[] {
  const expects = 'it runs to its end';
  switch (end.kind) {
    case 'exit':
      if (end.code === 0 || checks.some(check => 'exitCode' in check)) return [];
      return [{ expects: 'it ends with 0', met: false, seen: [`it ended with ${end.code}`] }];
    case 'trap':
      return [{ expects, met: false, seen: [`it trapped: ${end.text}`] }];
    case 'stopped':
      return [{ expects, met: false, seen: [end.why] }];
    case 'failed':
      return [{ expects: 'it can be run', met: false, seen: [end.problem, ...(end.detail?.split('\n') ?? [])] }];
  }
}

function finding(check: Check, run: ExerciseRun): Finding {
  const { expects, advice } = check;
  const seen = seenInstead(check, run);
  if (seen === undefined) return { expects, met: true, seen: [] };
  return { expects, met: false, seen, ...(advice !== undefined && { advice }) };
}

/** The actual result; undefined if it was as expected. */
function seenInstead(check: Check, run: ExerciseRun): string[] | undefined {
  if ('order' in check) return seenOrder(check, run);
  if ('call' in check) return seenCalls(check, run);
  if ('exitCode' in check) return seenExit(check, run);
  if ('file' in check) return seenFile(check, run);
  if ('received' in check) return seenReceived(check, run);
  if ('answer' in check) return seenAnswer(check, run);
  if ('contract' in check) return seenTests(check, run);
  return seenOutput(check, run);
}

function seenExit({ exitCode }: ExitCheck, { end }: ExerciseRun): string[] | undefined {
  if (end.kind !== 'exit') return ['it did not come to its end'];
  return end.code === exitCode ? undefined : [`it ended with ${end.code}, not ${exitCode}`];
}

function seenOutput(check: OutputCheck, run: ExerciseRun): string[] | undefined {
  const wrong = (['stdout', 'stderr'] as const).filter(name => check[name] !== undefined && check[name] !== run[name]);
  if (wrong.length === 0) return undefined;
  return wrong.flatMap(name => {
    const other = name === 'stdout' ? 'stderr' : 'stdout';
    const misled = run[name] === '' && run[other] === check[name] ? [`but this is what was written to ${other}`] : [];
    return textDifference(name, run[name], check[name] as string).concat(misled);
  });
}

/** Two texts below each other. */
function textDifference(what: string, seen: string, expected: string): string[] {
  if (seen === '') return [`nothing was written to ${what}`, `expected: ${shown(expected)}`];
  return [`${what} was ${shown(seen)}`, `expected: ${shown(expected)}`];
}

function seenFile({ file, text }: FileCheck, { files }: ExerciseRun): string[] | undefined {
  const seen = files[file];
  if (seen === (text ?? undefined)) return undefined;
  if (text === null) return [`${file} is still there`];
  if (seen === undefined) {
    const names = Object.keys(files);
    return [
      `there is no ${file}`,
      names.length === 0 ? 'there are no files' : `there ${names.length === 1 ? 'is' : 'are'} ${listed(names)}`,
    ];
  }
  return [`${file} has ${shown(seen)}`, `expected: ${shown(text)}`];
}

function seenCalls(check: CallCheck, { calls }: ExerciseRun): string[] | undefined {
  const { min, max } = { min: check.times === undefined ? 1 : check.times.min, max: check.times?.max };
  const named = calls.filter(({ name }) => name === check.call);
  const matching = named.filter(each => callMismatches(each, check).length === 0);
  if (matching.length >= (min ?? 0) && matching.length <= (max ?? Number.POSITIVE_INFINITY)) return undefined;
  const many = `there ${matching.length === 1 ? 'is' : 'are'} ${howMany(matching.length, 'such call')}`;
  if (max !== undefined && matching.length > max)
    return [`${many}, at most ${max} expected`, ...matching.slice(0, SHOWN).flatMap(callLines)];
  if (named.length === 0) return [`the program never calls ${check.call}`, ...lastCall(calls)];
  const missed = matching.length === 0 ? [] : [`${many}, ${min} expected`];
  return [...missed, ...nearest(named, check)];
}

/** The calls that come nearest to a pattern, each with what is different. */
function nearest(calls: readonly ObservedCall[], pattern: CallPattern): string[] {
  return calls
    .map(call => ({ call, wrong: callMismatches(call, pattern) }))
    .filter(({ wrong }) => wrong.length > 0)
    .sort((a, b) => a.wrong.length - b.wrong.length)
    .slice(0, SHOWN)
    .flatMap(({ call, wrong }) => [...callLines(call), ...wrong.map(each => `  ${each}`)]);
}

/** A call as a trace shows it, and why it failed. */
function callLines({ text, denial }: ObservedCall): string[] {
  return typeof denial?.text === 'string' ? [text, `  ^ ${denial.text}`] : [text];
}

function lastCall(calls: readonly ObservedCall[]): string[] {
  const last = calls.at(-1);
  return last === undefined ? ['it makes no hostcall at all'] : ['its last call is', ...callLines(last)];
}

function seenOrder({ order }: OrderCheck, { calls }: ExerciseRun): string[] | undefined {
  let from = 0;
  for (const [index, pattern] of order.entries()) {
    const at = calls.findIndex(
      (call, i) => i >= from && call.name === pattern.call && callMismatches(call, pattern).length === 0,
    );
    if (at < 0) {
      const before = calls[from - 1];
      const rest = calls.slice(from).filter(({ name }) => name === pattern.call);
      const place = before === undefined ? [] : ['after', ...callLines(before)];
      if (rest.length === 0)
        return [...place, `${index === 0 ? 'the program never calls' : 'there is no call of'} ${pattern.call}`];
      return [...place, ...nearest(rest, pattern)];
    }
    from = at + 1;
  }
  return undefined;
}

function seenReceived(check: ReceivedCheck, { received = [] }: ExerciseRun): string[] | undefined {
  const wrong = [...check.received.entries()].filter(([client, text]) => received[client] !== text);
  if (wrong.length === 0) return undefined;
  return wrong.flatMap(([client, text]) => [
    `client ${client + 1} got ${received[client] ? shown(received[client]) : 'nothing'}`,
    `expected: ${shown(text)}`,
  ]);
}

function seenAnswer({ answer }: AnswerCheck, run: ExerciseRun): string[] | undefined {
  if (typeof run.answer !== 'object' || run.answer === null || Array.isArray(run.answer))
    return [`the function returned ${shown(run.answer)}`, `expected: an object with ${Object.keys(answer).join(', ')}`];
  const members = run.answer as Readonly<Record<string, ExerciseRun['answer']>>;
  const wrong = Object.entries(answer).filter(([name, each]) => valueMismatches(members[name], each, name).length > 0);
  // The right answer is not shown: the learner should find it.
  return wrong.length === 0
    ? undefined
    : wrong.map(([name]) => `${name} is ${shown(members[name])}, which is not right`);
}

function seenTests(_: ContractCheck, { tests = [] }: ExerciseRun): string[] | undefined {
  const failed = tests.filter(({ error }) => error !== undefined);
  if (failed.length === 0 && tests.length > 0) return undefined;
  return [
    `${failed.length} of ${tests.length} tests fail`,
    ...failed.slice(0, SHOWN).flatMap(({ title, error }) => [title, `  ${error}`]),
  ];
}
