/**
 * What each port promises, as a suite that takes the adapter to be tested. Every adapter that implements a port runs the whole suite; what a
 * host cannot do is said in `Traits`, and then the errno that the port names for it is expected instead.
 */
export { describeClocks } from './clocks.js';
export { describeEngine } from './engine.js';
export { describeFileSystem, describeFiles } from './file-system.js';
export { describeProcess } from './process.js';
export { describeRandom } from './random.js';
export { describeReadOnly, HOLDINGS, type Holdings, LINKS, plantHoldings } from './read-only.js';
export { ALL_TRAITS, type MakeRoot, type Root, type Traits, WINDOWS_TRAITS } from './root.js';
export { describeInput, describeOutput, type Input, type Output } from './streams.js';
export { describeWaiting } from './waiting.js';
