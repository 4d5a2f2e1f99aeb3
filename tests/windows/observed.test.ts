import { chmodSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type HostCalls, nodeHostCalls } from '../../adapters/node/index.js';
import { type Ground, type Observation, sourceOf, spelt } from './observation.js';
import { OBSERVATIONS } from './observed.js';
import { RecordedWindows } from './recorded-windows.js';

const { O_CREAT, O_RDONLY, O_WRONLY } = constants;

/** A ground on a directory that is there. */
function groundOn(host: HostCalls, directory: string, protect: (path: string) => void): Ground & { closeAll(): void } {
  const descriptors: number[] = [];
  const at = (name: string) => `${directory}/${name}`;
  return {
    host,
    at,
    file(name, content = '') {
      const fd = host.open(at(name), O_WRONLY | O_CREAT, 0o666);
      if (content !== '') host.write(fd, new TextEncoder().encode(content), 0, content.length, 0);
      host.close(fd);
      return at(name);
    },
    directory(name) {
      host.mkdir(at(name), 0o777);
      return at(name);
    },
    protect: name => protect(at(name)),
    opened(name, flags = O_RDONLY) {
      const fd = host.open(at(name), flags, 0);
      if (fd < 0) throw new Error(`${name} cannot be opened: ${fd}`);
      descriptors.push(fd);
      return fd;
    },
    closeAll: () => descriptors.map(fd => host.close(fd)),
  };
}

/** What came of it. A descriptor's number is nothing to compare. */
function answerOf({ call, ask }: Observation, ground: Ground): unknown {
  const result = ask(ground);
  if (call !== 'open' || typeof result !== 'number' || result <= 0) return spelt(result);
  ground.host.close(result);
  return 'a descriptor';
}

describe('the description of Windows', () => {
  for (const observation of OBSERVATIONS) {
    const { call, what, answer } = observation;
    it(`${call} ${what} (${sourceOf(observation)})`, () => {
      const recorded = new RecordedWindows();
      recorded.mkdir('C:/ground', 0);
      const ground = groundOn(recorded, 'C:/ground', path => {
        recorded.at(path).readOnly = true;
      });
      expect(answerOf(observation, ground)).to.deep.equal(answer);
    });
  }
});

if (process.platform === 'win32') {
  describe('node.exe under Wine', () => {
    for (const observation of OBSERVATIONS) {
      const { call, what, answer, wine = answer } = observation;
      const differently = wine === answer ? '' : ', which is not what Windows does';
      it(`${call} ${what}${differently}`, () => {
        const directory = mkdtempSync(join(tmpdir(), 'hostcall-observed-'));
        const ground = groundOn(nodeHostCalls, directory, path => chmodSync(path, 0o444));
        try {
          expect(answerOf(observation, ground)).to.deep.equal(wine);
        } finally {
          ground.closeAll();
          rmSync(directory, { recursive: true, force: true });
        }
      });
    }
  });
}
