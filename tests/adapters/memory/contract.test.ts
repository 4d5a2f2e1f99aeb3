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
  clocksContract,
  directoryContract,
  engineContract,
  fileSystemContract,
  inputContract,
  outputContract,
  processContract,
  randomContract,
  vectors,
  waitingContract,
} from '../../../application/contract/index.js';
import { describeContract, WINDOWS_TRAITS } from '../../contract.js';

describeContract(
  'memory',
  directoryContract(() => ({ directory: memoryDirectory(), dispose: () => {} }), ALL_TRAITS),
);
describeContract(
  'memory by the rules of Windows',
  directoryContract(
    () => ({ directory: memoryDirectory({}, { rules: 'windows' }), dispose: () => {} }),
    WINDOWS_TRAITS,
  ),
);
describeContract(
  'memory',
  fileSystemContract(new MemoryFileSystem({ 'dir/file': '' }), () => ({
    directory: '/dir',
    file: '/dir/file',
    missing: '/missing',
  })),
);

describeContract(
  'memory',
  clocksContract(() => memoryPorts().clocks),
);
describeContract(
  'memory',
  engineContract(() => memoryPorts().engine),
);
describeContract(
  'memory',
  processContract(() => memoryPorts().process),
);
describeContract(
  'memory',
  randomContract(() => memoryPorts().random),
);
describeContract(
  'memory',
  waitingContract(() => memoryPorts().waiting),
);

describeContract(
  'memory, FixedClock',
  clocksContract(() => new FixedClock('2026-01-01')),
);
describeContract(
  'memory, FixedClock',
  waitingContract(() => new FixedClock('2026-01-01')),
);
describeContract(
  'memory, SteppedClock',
  clocksContract(() => new SteppedClock('2026-01-01')),
);
describeContract(
  'memory, SteppedClock with ticks',
  clocksContract(() => new SteppedClock('2026-01-01', 333_333_333)),
);
describeContract(
  'memory, ScaledClock',
  clocksContract(() => new ScaledClock(memoryPorts(), 1000)),
);
describeContract(
  'memory, ScaledClock that is slow',
  clocksContract(() => new ScaledClock(memoryPorts(), 0.001)),
);
describeContract(
  'memory, ScaledClock of 1',
  waitingContract(() => new ScaledClock(memoryPorts(), 1)),
);
describeContract(
  'memory, SeededRandom',
  randomContract(() => new SeededRandom(1), { secret: false }),
);

describeContract(
  'memory, pipe',
  inputContract(() => {
    const { reader, writer } = pipe();
    return {
      stream: reader,
      feed: text => writer.write(vectors(text)),
      end: () => writer.close(),
      dispose: () => {},
    };
  }),
);
describeContract(
  'memory, pipe',
  outputContract(() => {
    const { reader, writer } = pipe();
    return {
      stream: writer,
      taken: () => {
        const into = vectors('_'.repeat(1000));
        const got = reader.read(into);
        return Buffer.from(into.array.subarray(5, 5 + Math.max(got, 0))).toString();
      },
      breakOff: () => reader.close(),
      dispose: () => {},
    };
  }),
);
describeContract(
  'memory, callbackOutput',
  outputContract(() => {
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
  }),
);
