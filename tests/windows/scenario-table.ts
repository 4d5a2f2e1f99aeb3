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

/** The missing features of a host, each in a sentence, in the order of the notes. */
const NOTES: Readonly<Record<Capability, string>> = {
  'cpu-clocks': 'The two CPU clocks are ENOTSUP: the memory adapter has clocks of its own, and no process to measure.',
  'any-name':
    'Names that stand for something else on Windows are EINVAL, and names that differ only in case are one. See [names](#names).',
  'free-names':
    'The behaviour of Windows itself: a file that was removed while open keeps its name until it is closed, and an open file cannot be replaced. The Windows adapter renames such files first.',
  nanoseconds: 'Times have units of 100 ns, as on NTFS. The Windows adapter remembers the exact times that were set.',
  symlinks:
    'Wine 8 reports success for a symbolic link and does not create it. Here that is ENOTSUP, which the contract of the port checks.',
  'links-to-links': 'A hard link to a symbolic link is ENOTSUP: CreateHardLinkW links the target instead.',
  'moving-open-files': 'A directory that contains an open file cannot be renamed: EPERM.',
  'far-times':
    'Times from 2106-02-07 on are EOVERFLOW: libuv has 32 bits for the seconds on Windows, which Node reads as unsigned.',
  'access-times': 'Wine 8 reads a file when its times are queried, so an access time that was set is soon overwritten.',
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
