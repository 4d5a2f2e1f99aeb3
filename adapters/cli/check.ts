/** `hostcall check`: what a program is and needs, and whether it can run here, before any of it runs. */

import {
  type ModuleReport,
  type ModuleSections,
  type Obstacle,
  readSections,
  reportOn,
} from '../../application/modules/index.js';
import { NodeEngine } from '../node/engine.js';
import { labelled, NO_BREAK, pageWidth, table } from './page.js';
import { compileProgram, readProgram } from './program-file.js';
import { print } from './report.js';

const KINDS: Readonly<Record<ModuleReport['kind'], string>> = {
  command: 'a command: it exports _start',
  reactor: 'a reactor: it exports _initialize, and functions to call with --invoke',
  library:
    'neither command nor reactor: it exports neither _start nor _initialize, but functions may be called with --invoke',
};

/**
 * Prints the report.
 * @param path of the program
 * @returns whether it can run
 * @throws CommandLineError if it is no module
 */
export async function check(path: string): Promise<boolean> {
  const bytes = readProgram(path);
  const module = await compileProgram(new NodeEngine(), path, bytes);
  const sections = readSections(bytes);
  const report = reportOn(module);
  const width = pageWidth();
  print(
    [
      `${path}: ${KINDS[report.kind]}`,
      ...labelled('memory', memoryText(sections), width),
      ...labelled('functions', exportText(sections), width),
      ...importLines(report, width),
      ...obstacleLines(report.obstacles, width),
      report.obstacles.length === 0 ? 'It can run here.' : 'It cannot run here.',
    ].join('\n'),
  );
  return report.obstacles.length === 0;
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
  return names.length === 0 ? 'none exported' : `exported: ${names.join(' ')}`;
}

function importLines({ imports, obstacles }: ModuleReport, width: number): string[] {
  if (imports.length === 0) return labelled('imports', 'nothing', width);
  const bad = new Set(obstacles.map(({ item }) => item));
  return imports.flatMap(({ module, names }, index) => {
    const unknown = names.filter(name => bad.has(`${module}.${name}`)).length;
    const count = `${names.length} from ${module}, ${unknown === 0 ? 'all known' : `${unknown} of them not usable`}:`;
    return labelled(index === 0 ? 'imports' : '', `${count} ${names.join(' ')}`, width);
  });
}

function obstacleLines(obstacles: readonly Obstacle[], width: number): string[] {
  if (obstacles.length === 0) return [];
  const rows = obstacles.map(
    ({ item, text }) => [item, text.replaceAll(') -> ', `)${NO_BREAK}->${NO_BREAK}`)] as const,
  );
  return ['', 'In its way:', ...table(rows, width), ''];
}
