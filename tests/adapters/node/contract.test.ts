import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type HostCalls,
  NodeClocks,
  NodeEngine,
  NodeFileSystem,
  NodeProcess,
  NodeRandom,
  NodeWaiting,
  streamFromHost,
} from '../../../adapters/node/index.js';
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
  type TestInput,
  type TestOutput,
  waitingContract,
} from '../../../application/contract/index.js';
import { describeContract } from '../../contract.js';
import { LINUX, needing } from '../../needs.js';
import { streamHosts } from '../stream-hosts.js';
import { makePipe, openScratch } from './scratch.js';

const onLinux = LINUX.met;

describeContract(
  'node',
  clocksContract(() => new NodeClocks()),
);
describeContract(
  'node',
  engineContract(() => new NodeEngine()),
);
describeContract(
  'node',
  processContract(() => new NodeProcess()),
);
describeContract(
  'node',
  randomContract(() => new NodeRandom()),
);
if (!onLinux)
  describeContract(
    'node',
    waitingContract(() => new NodeWaiting()),
  );

needing(LINUX).describe('node by handles', () => describeOn('handles', ALL_TRAITS));
describeOn('checks', { ...ALL_TRAITS, linksToLinks: onLinux, flagsOfNameless: false, followsMoves: false });

function describeOn(reach: 'handles' | 'checks', traits: typeof ALL_TRAITS): void {
  const name = `node by ${reach}`;
  describeContract(
    name,
    directoryContract(() => {
      const { root, dispose } = openScratch({ reach });
      return { directory: root, dispose };
    }, traits),
  );
  describe(name, () => {
    const base = mkdtempSync(join(tmpdir(), 'hostcall-node-'));
    writeFileSync(join(base, 'file'), '');
    after(() => rmSync(base, { recursive: true }));
    describeContract(
      name,
      fileSystemContract(new NodeFileSystem({ reach }), () => ({
        directory: base,
        file: join(base, 'file'),
        missing: join(base, 'missing'),
      })),
    );
  });
}

/** A pipe: both ends, the one to read from waiting or not. */
function openPipe(): { reader: number; writer: number; remove(): void } {
  const base = mkdtempSync(join(tmpdir(), 'hostcall-node-'));
  const path = join(base, 'pipe');
  makePipe(path);
  const opener = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(path, constants.O_WRONLY);
  const reader = openSync(path, constants.O_RDONLY);
  closeSync(opener);
  return { reader, writer, remove: () => rmSync(base, { recursive: true }) };
}

function openInput(host: HostCalls): TestInput {
  const { reader, writer, remove } = openPipe();
  const stream = streamFromHost(reader, 'read', host);
  let open = true;
  const end = () => {
    if (open) closeSync(writer);
    open = false;
  };
  return {
    stream,
    feed: text => writeSync(writer, text),
    end,
    dispose: () => {
      end();
      stream.close();
      closeSync(reader);
      remove();
    },
  };
}

function openOutput(host: HostCalls): TestOutput {
  const { reader, writer, remove } = openPipe();
  const stream = streamFromHost(writer, 'write', host);
  const nowait = onLinux ? openSync(`/proc/self/fd/${reader}`, constants.O_RDONLY | constants.O_NONBLOCK) : reader;
  let open = true;
  const breakOff = () => {
    if (open) for (const fd of new Set([reader, nowait])) closeSync(fd);
    open = false;
  };
  return {
    stream,
    taken: () => {
      const bytes = Buffer.alloc(4096);
      try {
        return bytes.toString('utf8', 0, readSync(nowait, bytes));
      } catch {
        return '';
      }
    },
    breakOff,
    dispose: () => {
      breakOff();
      stream.close();
      closeSync(writer);
      remove();
    },
  };
}

if (onLinux) {
  for (const { name, host, waiting } of streamHosts) {
    describeContract(
      `${name} on a pipe`,
      inputContract(() => openInput(host())),
    );
    describeContract(
      `${name} on a pipe`,
      outputContract(() => openOutput(host())),
    );
    describeContract(name, waitingContract(waiting));
  }
}
