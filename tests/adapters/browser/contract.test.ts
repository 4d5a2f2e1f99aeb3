import { BrowserStdio, browserPorts, type InputSource } from '../../../adapters/browser/index.js';
import {
  describeClocks,
  describeEngine,
  describeInput,
  describeOutput,
  describeProcess,
  describeRandom,
  describeWaiting,
} from '../../contract/index.js';

// Node has every global that the adapter uses. In Chromium itself the suites run in tests/browser.
describeClocks('browser', () => browserPorts().clocks);
describeEngine('browser', () => browserPorts().engine);
describeProcess('browser', () => browserPorts().process);
describeRandom('browser', () => browserPorts().random);
describeWaiting('browser', () => browserPorts().waiting);

describeInput('browser, a callback', () => {
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
});

for (const name of ['stdout', 'stderr'] as const) {
  describeOutput(`browser, a callback for ${name}`, () => {
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
        stream.write({ array: new Uint8Array([0x0a]), count: 1, offsets: [0], lengths: [1], total: 1 }, false);
      },
      dispose: () => {},
    };
  });
}
