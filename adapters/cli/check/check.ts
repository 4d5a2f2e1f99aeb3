/** `hostcall check`: what a program is and needs, and whether it can run here, before any of it runs. */

import {
  type ModuleReport,
  type ModuleSections,
  type Obstacle,
  readSections,
  reportOn,
  type UnknownImports,
} from '../../../application/modules/index.js';
import { abridged, printable } from '../../../application/text/index.js';
import { NodeEngine } from '../../node/engine.js';
import { compileProgram, readProgram } from '../guest/program-file.js';
import { labelled, NO_BREAK, pageWidth, table } from '../terminal/layout.js';
import { print } from '../terminal/report.js';

const KINDS: Readonly<Record<ModuleReport['kind'], string>> = {
  command: 'a command: it exports _start',
  reactor: 'a reactor: it exports _initialize, and functions to call with --invoke',
  library:
    'neither command nor reactor: it exports neither _start nor _initialize, but functions may be called with --invoke',
};

/** How much is shown of a program with more imports. */
const MOST_NAMES = 200;
const MOST_MODULES = 50;
const LONGEST_NAME = 60;
const LONGEST_TEXT = 500;

/**
 * Prints the report.
 * @param path of the program
 * @param unknownImports what becomes of functions that are not provided
 * @param network whether it would be given a network
 * @returns whether it can run
 * @throws CommandLineError if it is not a module
 */
export async function check(
  path: string,
  unknownImports: UnknownImports = 'refuse',
  network = false,
): Promise<boolean> {
  const bytes = readProgram(path);
  const module = await compileProgram(new NodeEngine(), path, bytes);
  const sections = readSections(bytes);
  const report = reportOn(module, network);
  const width = pageWidth();
  print(
    [
      `${printable(path)}: ${KINDS[report.kind]}`,
      ...labelled('memory', memoryText(sections), width),
      ...labelled('functions', exportText(sections), width),
      ...importLines(report, width),
      ...obstacleLines(report, unknownImports, width),
      verdict(report, unknownImports),
    ].join('\n'),
  );
  return report.obstacles.length === 0 || (report.startable && unknownImports !== 'refuse');
}

/** Whether it can run; if it can only start, what would let it, and what happens then. */
function verdict({ obstacles, startable, kind }: ModuleReport, unknownImports: UnknownImports): string {
  if (obstacles.length === 0) return kind === 'library' ? 'Its functions can be called here.' : 'It can run here.';
  if (!startable) return 'It cannot run here.';
  if (unknownImports === 'trap') return 'It can start here, and traps when it calls one of these.';
  if (unknownImports === 'enosys') return 'It can start here, and gets ENOSYS when it calls one of these.';
  return [
    'It cannot run here as it is. With --unknown-imports trap it can start, and',
    'traps when it calls one of these; with --unknown-imports enosys it gets ENOSYS.',
  ].join('\n');
}

function memoryText({ memories, exports }: ModuleSections): string {
  const [memory] = memories;
  if (memory === undefined) return 'none';
  const { initial, maximum, shared } = memory;
  const pages = `${initial} page${initial === 1 ? '' : 's'} of 64 KiB${maximum === undefined ? '' : `, at most ${maximum}`}`;
  const exported = exports.some(item => item.kind === 'memory' && item.name === 'memory');
  return `${pages}${shared ? ', shared' : ''}, ${exported ? 'exported' : 'not exported as "memory"'}`;
}

function exportText({ exports }: ModuleSections): string {
  const names = exports.filter(item => item.kind === 'function').map(item => item.name);
  return names.length === 0 ? 'none exported' : `exported: ${listed(names, MOST_NAMES, shown)}`;
}

function obstacleText({ text, standIn }: Obstacle, unknownImports: UnknownImports): string {
  return unknownImports === 'enosys' && standIn?.errno === false ? `${text}; it returns no errno, so it traps` : text;
}

/** A name as it is shown: names are the program's to choose, of any length. */
function shown(name: string): string {
  const text = abridged(printable(name), LONGEST_NAME);
  return text === '' || /[ "\u00a0]/.test(text) ? `"${text.replaceAll('"', '\\"').replaceAll(' ', NO_BREAK)}"` : text;
}

/** The first of some things, and how many there are beside them. */
function listed<Item>(items: readonly Item[], most: number, text: (item: Item) => string): string {
  const more = items.length > most ? ` … and ${items.length - most} more` : '';
  return items.slice(0, most).map(text).join(' ') + more;
}

function importLines({ imports }: ModuleReport, width: number): string[] {
  if (imports.length === 0) return labelled('imports', 'nothing', width);
  const lines = imports.slice(0, MOST_MODULES).flatMap(({ module, names, unusable }, index) => {
    const usable = unusable === 0 ? 'all known' : `${unusable} of them not usable`;
    const text = `${names.length} from ${shown(module)}, ${usable}: ${listed(names, MOST_NAMES, shown)}`;
    return labelled(index === 0 ? 'imports' : '', text, width);
  });
  const more = imports.length - MOST_MODULES;
  return more > 0 ? [...lines, ...labelled('', `… and from ${more} more modules`, width)] : lines;
}

function obstacleLines(
  { obstacles, moreObstacles }: ModuleReport,
  unknownImports: UnknownImports,
  width: number,
): string[] {
  if (obstacles.length === 0) return [];
  const rows = obstacles.map(
    obstacle =>
      [
        shown(obstacle.item),
        abridged(obstacleText(obstacle, unknownImports).replaceAll(') -> ', `)${NO_BREAK}->${NO_BREAK}`), LONGEST_TEXT),
      ] as const,
  );
  const more = moreObstacles > 0 ? [`  … and ${moreObstacles} more`] : [];
  return ['', 'Obstacles:', ...table(rows, width), ...more, ''];
}
