import type { Capability } from '../guests/guest.js';
import type { ScenarioOutcome } from './scenario-log.js';

/** The columns, and the hosts that they are about. */
const COLUMNS = [
  ['Linux', 'the Node adapter'],
  ['memory', 'the memory adapter'],
  ['memory, Windows’ rules', 'the memory adapter, by the rules of Windows'],
  ['Windows (Wine)', 'the Windows adapter'],
  ['Windows (recorded)', 'the Windows adapter, as recorded'],
] as const;

/** What a host lacks, in a sentence, in the order of the notes. */
const NOTES: Readonly<Record<Capability, string>> = {
  'cpu-clocks':
    'The two clocks of CPU time are ENOTSUP: the memory adapter has a clock that is set, and no process to ask about.',
  'any-name':
    'Names that stand for something else on Windows are EINVAL, and names that differ only in case are one. See [names](#names).',
  'free-names':
    'What Windows itself does: a file that was removed while it is open keeps its name until it is closed, and an open file is not replaced. The Windows adapter gives such files another name first.',
  nanoseconds: 'Times are kept in units of 100 ns, as on NTFS. The Windows adapter remembers what was set.',
  symlinks:
    'Wine 8 says that it has made a symbolic link, and has made none. Here that is ENOTSUP, which the contract suite checks.',
  'links-to-links': 'A second name of a symbolic link is ENOTSUP: CreateHardLink gives what it leads to a second name.',
  'moving-open-files': 'A directory in which a file is open cannot be renamed: EPERM.',
  'far-times':
    'Times from 2106-02-07 on are EOVERFLOW: libuv has 32 bits for the seconds on Windows, which Node takes for a number without a sign.',
  'access-times':
    'Under Wine 8 a file is read when it is asked for its times, so what was set as the time of access is soon over.',
};

/** Whether every host has been heard of. @returns the names of those that have not */
export function unheard(outcomes: readonly ScenarioOutcome[]): string[] {
  return COLUMNS.map(([, host]) => host).filter(host => !outcomes.some(outcome => outcome.host === host));
}

/** How many scenarios did what they should, per column: of all that there are. */
export function figures(outcomes: readonly ScenarioOutcome[]): string[] {
  const all = rows(outcomes).length;
  return COLUMNS.map(([column, host]) => {
    const of = outcomes.filter(outcome => outcome.host === host);
    const count = (kind: ScenarioOutcome['outcome']) => of.filter(({ outcome }) => outcome === kind).length;
    return `${column}: ${count('passed')} of ${all}, ${count('other')} more as the notes say, ${count('unseen')} not shown, ${count('failed')} failed`;
  });
}

/** The table of scenarios, with its notes, as Markdown. */
export function scenarioTable(outcomes: readonly ScenarioOutcome[]): string {
  const noted = (Object.keys(NOTES) as Capability[]).filter(each =>
    outcomes.some(({ lacking }) => lacking.includes(each)),
  );
  const lines = [
    `| scenario | ${COLUMNS.map(([column]) => column).join(' | ')} |`,
    `|---|${COLUMNS.map(() => '---').join('|')}|`,
    ...rows(outcomes).map(([program, scenario]) => {
      const cells = COLUMNS.map(([, host]) =>
        cell(
          outcomes.find(each => each.host === host && each.program === program && each.scenario === scenario),
          noted,
        ),
      );
      return `| ${program}/${scenario} | ${cells.join(' | ')} |`;
    }),
    '',
    ...noted.map((each, at) => `${at + 1}. ${NOTES[each]}`),
  ];
  return lines.join('\n');
}

/** Program and scenario of each row, in the order in which they are listed. */
function rows(outcomes: readonly ScenarioOutcome[]): [program: string, scenario: string][] {
  const seen = new Map<string, [string, string]>();
  for (const { program, scenario } of outcomes) seen.set(`${program}: ${scenario}`, [program, scenario]);
  return [...seen.values()].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
}

function cell(outcome: ScenarioOutcome | undefined, noted: readonly Capability[]): string {
  if (outcome === undefined) return 'not run';
  const marks = outcome.lacking.map(each => noted.indexOf(each) + 1).join(', ');
  switch (outcome.outcome) {
    case 'passed':
      return 'yes';
    case 'other':
      return `differs (${marks})`;
    case 'unseen':
      return `not shown (${marks})`;
    default:
      return '**failed**';
  }
}
