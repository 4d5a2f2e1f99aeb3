import { describe, everyHostcall, type Family, type HostcallName } from '../../../domain/index.js';

/** Families of calls that share a colour: more than seven colours cannot be told apart. */
export const colourGroups = ['io', 'path', 'stat', 'time', 'program', 'random', 'network'] as const;
export type ColourGroup = (typeof colourGroups)[number];

const GROUP_OF: Readonly<Record<Family, ColourGroup>> = {
  args: 'program',
  environ: 'program',
  proc: 'program',
  threads: 'program',
  clock: 'time',
  poll: 'time',
  sched: 'time',
  'fd-io': 'io',
  'fd-stat': 'stat',
  directory: 'path',
  path: 'path',
  random: 'random',
  sock: 'network',
  network: 'network',
};

/** The colour of a hostcall. */
export function colourGroupOf(name: HostcallName): ColourGroup {
  return GROUP_OF[describe(name).family];
}

/** The same, by the hostcall's number in the table, as an index of `colourGroups`. */
export const groupIndexOf: Uint8Array = Uint8Array.from(everyHostcall, name =>
  colourGroups.indexOf(colourGroupOf(name)),
);
