import { expect } from 'chai';
import { memoryPorts } from '../../../adapters/memory/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { findDenials } from '../../../application/diagnosis/index.js';
import { callSentence } from '../../../application/sentences/index.js';
import { describe as describeHostcall, hostcallNames } from '../../../domain/index.js';
import { callSentences } from '../../../domain/texts/index.js';
import { ProxyGuest } from '../abi/proxy-guest.js';
import { cases, make } from '../tracing/hostcall-cases.js';

/** The line of a call, and its sentence. */
const SENTENCES = {
  'fd_read(4</hi.txt>, [{buf="hi\\n", buf_len=512}], 1) = 3':
    'to read from descriptor 4</hi.txt> into a buffer of 512 bytes; it gets 3 bytes: "hi\\n".',
  'fd_write(1<stdout>, [{buf="hi\\n", buf_len=3}], 1) = 3':
    'to write 3 bytes ("hi\\n") to descriptor 1<stdout>; it writes 3 bytes.',
  'clock_time_get(CLOCK_REALTIME, 1000ns, [1700000000.000000001]) = 0':
    'for the time of the clock REALTIME; it is 2023-11-14T22:13:20.000000001Z.',
  'clock_res_get(CLOCK_MONOTONIC, [1000ns]) = 0': 'for the resolution of the clock MONOTONIC; it is 1 us.',
  'clock_res_get(9 /* ??? */, 0x100)       = -1 EINVAL (Invalid argument)':
    'for the resolution of the clock 9 (undefined); it gets EINVAL (Invalid argument).',
  'args_sizes_get([3], [22])               = 0':
    'how much memory its arguments take; it has 3 arguments, of 22 bytes with their NUL bytes.',
  'environ_sizes_get([0], [0])             = 0':
    'how much memory its environment variables take; it has 0 variables, of 0 bytes with their NUL bytes.',
  'poll_oneoff([{userdata=0x0, FD_READ, fd=0<stdin>}, {userdata=0x0, CLOCK, CLOCK_REALTIME, timeout=100000000ns, 0}], 2) = 1 ([{userdata=0x0, CLOCK}])':
    'to wait for descriptor 0<stdin> to be ready for reading or 100 ms of the clock REALTIME; 1 event occurred: CLOCK.',
  'proc_exit(3)                            = ?': 'to end with the exit status 3; the call does not return.',
} as const;

describe('callSentence', () => {
  const sentences = cases.map(each => {
    let sentence = '';
    make(each, event => {
      sentence = callSentence(event);
    });
    return { ...each, sentence };
  });

  it('is a printable line for every call', () => {
    for (const { name, sentence } of sentences) {
      expect(sentence, name).to.match(/^The program asks [\x20-\x7e]+\.$/);
      expect(sentence, name).not.to.match(/[{}]|NaN/);
    }
    expect(new Set(sentences.map(({ name }) => name)).size).to.equal(hostcallNames.length);
  });

  for (const [line, expected] of Object.entries(SENTENCES)) {
    it(`contains the values of ${line.slice(0, line.indexOf('('))}`, () => {
      expect(sentences.find(each => each.line === line)?.sentence).to.equal(`The program asks ${expected}`);
    });
  }

  it('refers only to parameters that the hostcall has', () => {
    for (const name of hostcallNames) {
      const { params, results } = describeHostcall(name);
      const { asks, gets, getsNone = '' } = callSentences[name];
      const places = (text: string) => [...text.matchAll(/\{(\w+)/g)].map(([, place]) => place);
      expect(
        params.map(param => param.name),
        name,
      ).to.include.members(places(asks));
      expect(
        [...params, ...results].map(each => each.name),
        name,
      ).to.include.members(places(gets + getsNone));
    }
  });

  it('mentions the end of a file, and the reason of a failure', async () => {
    const seen: string[] = [];
    const runtime = createRuntime(memoryPorts(), { denials: findDenials });
    runtime.hostcalls$.subscribe(event => seen.push(callSentence(event)));
    const proxy = await ProxyGuest.open(runtime, { preopens: {} });
    const iovecs = proxy.iovecs(2048, [3072, 16]);
    proxy.call('fd_read', 0, ...iovecs, 4096);
    proxy.call('fd_read', 9, ...iovecs, 4096);
    proxy.close();
    expect(seen).to.deep.equal([
      'The program asks to read from descriptor 0<stdin> into a buffer of 16 bytes; it gets 0 bytes: the end is reached, or no byte was requested.',
      'The program asks to read from descriptor 9 into a buffer of 16 bytes; it gets EBADF (Bad file descriptor): 9 is not open, and was not open since the trace began.',
    ]);
  });
});
