import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { ffiNames } from '../../../adapters/system/index.js';
import { SharedCalls } from '../../../adapters/windows/calls/shared-calls.js';
import { windowsCalls } from '../../../adapters/windows/calls/windows-calls.js';
import { windowsSockets } from '../../../adapters/windows/sockets/windows-sockets.js';
import { WindowsWaiting } from '../../../adapters/windows/waiting.js';
import { windowsSystemPorts } from '../../../adapters/windows/windows-system-ports.js';
import { ConfigurationError } from '../../../application/errors.js';
import { needing, POSIX } from '../../needs.js';
import { onPlatform } from '../on-platform.js';
import { withUselessKoffi } from '../system/replaced-koffi.js';

const REASON = 'is used on Windows x64 and arm64 only';

needing(POSIX).describe('the calls of Windows on another system', () => {
  it('are unavailable', () => {
    for (const name of ffiNames) {
      expect(windowsCalls(name)).to.equal(REASON);
      const shared = new SharedCalls(name);
      expect([shared.streams, shared.sockets]).to.deep.equal([undefined, `${name} ${REASON}`]);
      expect(() => windowsSockets(name)).to.throw(ConfigurationError, `there are no sockets: ${name} ${REASON}`);
    }
  });

  it('are not used through an FFI that gives wrong answers', async () => {
    // A new instance of the module, which has loaded nothing yet.
    const path = `../../../adapters/windows/calls/windows-calls.js?${randomUUID()}`;
    const anew = (await import(new URL(path, import.meta.url).href)) as { readonly windowsCalls: typeof windowsCalls };
    const found = await onPlatform('win32', () => withUselessKoffi(() => anew.windowsCalls('koffi')));
    expect(found).to.equal('does not give the known answer of GetLastError');
  });

  it('are not used for waiting, unless they are asked for', () => {
    const { waiting } = windowsSystemPorts();
    expect(waiting).to.be.instanceOf(WindowsWaiting);
    expect((waiting as WindowsWaiting).interface).to.equal('fs');
    for (const [name, remedy] of [
      ['koffi', 'install the package koffi'],
      ['node:ffi', 'use Node 26.9 or later'],
    ] as const)
      expect(() => windowsSystemPorts(name))
        .to.throw(ConfigurationError, `Windows cannot be called through ${name}: it ${REASON}`)
        .with.property('remedy', `${remedy}, or do not ask for it`);
  });
});
