import { ALL_TRAITS, type ContractTest, type DirectoryTraits } from '../application/contract/index.js';
import { windowsNaming } from '../domain/index.js';

/** Runs the tests of a port's contract on an adapter. */
export function describeContract(adapter: string, tests: readonly ContractTest[]): void {
  describe(adapter, () => {
    for (const { title, run } of tests) it(title, run);
  });
}

/** What NTFS does through Node. */
export const WINDOWS_TRAITS: DirectoryTraits = {
  ...ALL_TRAITS,
  naming: windowsNaming,
  freesNames: false,
  replacesOpenFiles: false,
  movesOpenFiles: false,
  timeUnit: 100n,
};
