import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WindowsFileSystem } from '../../../adapters/windows/index.js';
import { nodePorts } from '../../../api/node.js';
import { windowsNaming } from '../../../domain/index.js';
import {
  ALL_TRAITS,
  describeClocks,
  describeEngine,
  describeFileSystem,
  describeFiles,
  describeProcess,
  describeRandom,
  describeWaiting,
  type Root,
  type Traits,
} from '../../contract/index.js';
import { RecordedWindows } from '../../windows/recorded-windows.js';

/** What the Windows adapter does on Windows. */
const TRAITS: Traits = {
  ...ALL_TRAITS,
  naming: windowsNaming,
  absoluteTargets: false,
  linksToLinks: false,
  flagsOfNameless: false,
  followsMoves: false,
  movesOpenFiles: false,
};

/**
 * Wine 8 makes no symbolic links, lets a directory be moved whatever in it is open, leaves names spelt as they are, and reads files when it is
 * asked for their times.
 */
const TRAITS_OF_WINE: Traits = {
  ...TRAITS,
  symlinks: false,
  movesOpenFiles: true,
  respells: false,
  accessTimes: false,
};

function openScratch(): Root {
  const base = mkdtempSync(join(tmpdir(), 'hostcall-windows-'));
  const inside = join(base, 'inside');
  mkdirSync(inside);
  const directory = new WindowsFileSystem().openPreopen(inside);
  if (typeof directory === 'number') throw new Error(`openPreopen: ${directory}`);
  return {
    directory,
    dispose: () => {
      directory.close();
      rmSync(base, { recursive: true, force: true });
    },
  };
}

function openRecorded(): Root {
  const recorded = new RecordedWindows();
  recorded.mkdir('C:\\work', 0o777);
  const directory = new WindowsFileSystem(recorded).openPreopen('C:\\work');
  if (typeof directory === 'number') throw new Error(`openPreopen: ${directory}`);
  return { directory, dispose: () => directory.close() };
}

describeFiles('windows as recorded', openRecorded, TRAITS);

if (process.platform === 'win32') {
  const ports = nodePorts();
  describeClocks('windows', () => ports.clocks);
  describeEngine('windows', () => ports.engine);
  describeProcess('windows', () => ports.process);
  describeRandom('windows', () => ports.random);
  describeWaiting('windows', () => ports.waiting);
  describeFiles('windows', openScratch, TRAITS_OF_WINE);
  describe('windows', () => {
    const base = mkdtempSync(join(tmpdir(), 'hostcall-windows-'));
    writeFileSync(join(base, 'file'), '');
    after(() => rmSync(base, { recursive: true }));
    describeFileSystem('windows', new WindowsFileSystem(), () => ({
      directory: base,
      file: join(base, 'file'),
      missing: join(base, 'missing'),
    }));
  });
}
