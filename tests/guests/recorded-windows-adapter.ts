import { WindowsFileSystem } from '../../adapters/windows/index.js';
import { nodePorts } from '../../api/node.js';
import { RecordedWindows } from '../windows/recorded-windows.js';
import { ownHost } from './own-host.js';

const recorded = new RecordedWindows();
let count = 0;

/** The Windows adapter on a description of what Windows answers, for what Wine cannot show. */
export const recordedWindowsAdapter = ownHost(
  'the Windows adapter, as recorded',
  { ...nodePorts(), fileSystem: new WindowsFileSystem(recorded) },
  (files = {}) => {
    const preopen = `C:\\scratch-${++count}`;
    recorded.mkdir(preopen, 0);
    for (const [path, content] of Object.entries(files)) recorded.populate(`${preopen}/${path}`, content);
    return { preopen, dispose: () => {} };
  },
  ['any-name', 'links-to-links', 'moving-open-files', 'far-times'],
);
