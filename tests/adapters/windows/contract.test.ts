import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WindowsFileSystem } from '../../../adapters/windows/index.js';
import { nodePorts } from '../../../api/node.js';
import {
  ALL_TRAITS,
  clocksContract,
  type DirectoryTraits,
  directoryContract,
  engineContract,
  fileSystemContract,
  processContract,
  randomContract,
  type TestDirectory,
  waitingContract,
} from '../../../application/contract/index.js';
import { windowsNaming } from '../../../domain/index.js';
import { describeContract } from '../../contract.js';
import { WINDOWS } from '../../needs.js';
import { RecordedWindows } from '../../windows/recorded-windows.js';

/** The features of the Windows adapter on Windows. */
const TRAITS: DirectoryTraits = {
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
const TRAITS_OF_WINE: DirectoryTraits = {
  ...TRAITS,
  symlinks: false,
  movesOpenFiles: true,
  respells: false,
  accessTimes: false,
};

function openScratch(): TestDirectory {
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

function openRecorded(): TestDirectory {
  const recorded = new RecordedWindows();
  recorded.mkdir('C:\\work', 0o777);
  const directory = new WindowsFileSystem(recorded).openPreopen('C:\\work');
  if (typeof directory === 'number') throw new Error(`openPreopen: ${directory}`);
  return { directory, dispose: () => directory.close() };
}

describeContract('windows as recorded', directoryContract(openRecorded, TRAITS));

if (WINDOWS.met) {
  const ports = nodePorts();
  describeContract(
    'windows',
    clocksContract(() => ports.clocks),
  );
  describeContract(
    'windows',
    engineContract(() => ports.engine),
  );
  describeContract(
    'windows',
    processContract(() => ports.process),
  );
  describeContract(
    'windows',
    randomContract(() => ports.random),
  );
  describeContract(
    'windows',
    waitingContract(() => ports.waiting),
  );
  describeContract('windows', directoryContract(openScratch, TRAITS_OF_WINE));
  describe('windows', () => {
    const base = mkdtempSync(join(tmpdir(), 'hostcall-windows-'));
    writeFileSync(join(base, 'file'), '');
    after(() => rmSync(base, { recursive: true }));
    describeContract(
      'windows',
      fileSystemContract(new WindowsFileSystem(), () => ({
        directory: base,
        file: join(base, 'file'),
        missing: join(base, 'missing'),
      })),
    );
  });
}
