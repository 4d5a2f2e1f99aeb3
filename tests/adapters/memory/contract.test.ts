import {
  callbackOutput,
  FixedClock,
  MemoryFileSystem,
  memoryDirectory,
  memoryPorts,
  pipe,
  ScaledClock,
  SeededRandom,
  SteppedClock,
} from '../../../adapters/memory/index.js';
import {
  ALL_TRAITS,
  describeClocks,
  describeEngine,
  describeFileSystem,
  describeFiles,
  describeInput,
  describeOutput,
  describeProcess,
  describeRandom,
  describeWaiting,
  WINDOWS_TRAITS,
} from '../../contract/index.js';
import { vectors } from '../../contract/vectors.js';

describeFiles('memory', () => ({ directory: memoryDirectory(), dispose: () => {} }), ALL_TRAITS);
describeFiles(
  'memory by the rules of Windows',
  () => ({ directory: memoryDirectory({}, { rules: 'windows' }), dispose: () => {} }),
  WINDOWS_TRAITS,
);
describeFileSystem('memory', new MemoryFileSystem({ 'dir/file': '' }), () => ({
  directory: '/dir',
  file: '/dir/file',
  missing: '/missing',
}));

describeClocks('memory', () => memoryPorts().clocks);
describeEngine('memory', () => memoryPorts().engine);
describeProcess('memory', () => memoryPorts().process);
describeRandom('memory', () => memoryPorts().random);
describeWaiting('memory', () => memoryPorts().waiting);

describeClocks('memory, FixedClock', () => new FixedClock('2026-01-01'));
describeWaiting('memory, FixedClock', () => new FixedClock('2026-01-01'));
describeClocks('memory, SteppedClock', () => new SteppedClock('2026-01-01'));
describeClocks('memory, SteppedClock with ticks', () => new SteppedClock('2026-01-01', 333_333_333));
describeClocks('memory, ScaledClock', () => new ScaledClock(memoryPorts(), 1000));
describeClocks('memory, ScaledClock that is slow', () => new ScaledClock(memoryPorts(), 0.001));
describeWaiting('memory, ScaledClock of 1', () => new ScaledClock(memoryPorts(), 1));
describeRandom('memory, SeededRandom', () => new SeededRandom(1), false);

describeInput('memory, pipe', () => {
  const { reader, writer } = pipe();
  return {
    stream: reader,
    feed: text => writer.write(vectors(text), false),
    end: () => writer.close(),
    dispose: () => {},
  };
});
describeOutput('memory, pipe', () => {
  const { reader, writer } = pipe();
  return {
    stream: writer,
    taken: () => {
      const into = vectors('_'.repeat(1000));
      const got = reader.read(into, true);
      return Buffer.from(into.array.subarray(5, 5 + Math.max(got, 0))).toString();
    },
    breakOff: () => reader.close(),
    dispose: () => {},
  };
});
describeOutput('memory, callbackOutput', () => {
  let written = '';
  let open = true;
  return {
    stream: callbackOutput(bytes => {
      if (open) written += Buffer.from(bytes).toString();
      return open;
    }),
    taken: () => {
      const taken = written;
      written = '';
      return taken;
    },
    breakOff: () => {
      open = false;
    },
    dispose: () => {},
  };
});
