/**
 * The contract of each port: its rules as tests that take the adapter to be tested, and run in any test runner. What an adapter's host cannot do
 * is said in `DirectoryTraits`, and then the errno that the port names for it is expected instead. No rule is skipped silently.
 */
export { clocksContract } from './clocks.js';
export type { ContractTest } from './contract-test.js';
export { engineContract } from './engine.js';
export { expectErrno } from './expectations.js';
export { directoryContract, fileSystemContract } from './file-system.js';
export { bytesIn, contents, room, sharedVectors, vectors } from './iovecs.js';
export { networkContract, type TestNetwork } from './network.js';
export { processContract } from './process.js';
export { randomContract } from './random.js';
export { type Holdings, plantHoldings, readOnlyDirectoryContract } from './read-only.js';
export { socketContract, type TestSockets } from './sockets.js';
export { strangeErrors, strangeValues } from './strange-values.js';
export { inputContract, outputContract, type TestInput, type TestOutput } from './streams.js';
export {
  ALL_TRAITS,
  blankDescent,
  blankFilestat,
  type DirectoryTraits,
  descendTo,
  type MakeTestDirectory,
  namesIn,
  openDirectory,
  openFile,
  put,
  statOf,
  type TestDirectory,
  take,
} from './test-directory.js';
export { waitingContract } from './waiting.js';
