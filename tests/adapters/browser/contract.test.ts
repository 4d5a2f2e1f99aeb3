import { BrowserStdio, browserPorts, type InputSource } from '../../../adapters/browser/index.js';
import {
  clocksContract,
  engineContract,
  inputContract,
  outputContract,
  processContract,
  randomContract,
  waitingContract,
} from '../../../application/contract/index.js';
import { describeContract } from '../../contract.js';

// Node has every global that the adapter uses. In Chromium itself the suites run in tests/browser.
describeContract(
  'browser',
  clocksContract(() => browserPorts().clocks),
);
describeContract(
  'browser',
  engineContract(() => browserPorts().engine),
);
describeContract(
  'browser',
  processContract(() => browserPorts().process),
);
describeContract(
  'browser',
  randomContract(() => browserPorts().random),
);
describeContract(
  'browser',
  waitingContract(() => browserPorts().waiting),
);

describeContract(
  'browser, a callback',
  inputContract(() => {
    const fed: string[] = [];
    let ended = false;
    const source: InputSource = () => fed.shift() ?? (ended ? null : '');
    return {
      stream: new BrowserStdio({ stdin: source }).stdin,
      feed: text => fed.push(text),
      end: () => {
        ended = true;
      },
      dispose: () => {},
    };
  }),
);

for (const name of ['stdout', 'stderr'] as const) {
  describeContract(
    `browser, a callback for ${name}`,
    outputContract(() => {
      let taken = '';
      let interested = true;
      const sink = (line: string) => {
        taken += line;
        return interested;
      };
      const stream = new BrowserStdio({ [name]: sink })[name];
      return {
        stream,
        taken: () => {
          stream.sync();
          const text = taken;
          taken = '';
          return text;
        },
        breakOff: () => {
          interested = false;
          stream.write({ array: new Uint8Array([0x0a]), count: 1, offsets: [0], lengths: [1], total: 1 });
        },
        dispose: () => {},
      };
    }),
  );
}
