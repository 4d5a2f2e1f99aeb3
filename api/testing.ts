/**
 * The entry point `hostcall/testing`: the contract of each port, for the tests of an adapter.
 * @module hostcall/testing
 */
export {
  type ContractTest,
  clocksContract,
  type DirectoryTraits,
  directoryContract,
  engineContract,
  fileSystemContract,
  type Holdings,
  inputContract,
  type MakeTestDirectory,
  networkContract,
  outputContract,
  processContract,
  randomContract,
  readOnlyDirectoryContract,
  socketContract,
  type TestDirectory,
  type TestInput,
  type TestNetwork,
  type TestOutput,
  type TestSockets,
  waitingContract,
} from '../application/contract/index.js';
