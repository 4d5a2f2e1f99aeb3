import { expect } from 'chai';
import { splitPaths } from '../../../../adapters/cli/guest/dir-option.js';

describe('splitPaths', () => {
  it('on Windows leaves a drive’s colon alone, and calls a path by its name with slashes', () => {
    for (const [text, path, guest, mode] of [
      ['C:\\work', 'C:\\work', 'C:/work', undefined],
      ['C:\\work::/', 'C:\\work', '/', undefined],
      ['c:/work::/w', 'c:/work', '/w', undefined],
      ['D:\\::/', 'D:\\', '/', undefined],
      ['D:::/', 'D:', '/', undefined],
      ['D:', 'D:', 'D:', undefined],
      ['D:::', 'D:', '', undefined],
      ['C:work::/', 'C:work', '/', undefined],
      ['C:\\work:ro', 'C:\\work', 'C:/work', 'ro'],
      ['C:\\work::/:rw', 'C:\\work', '/', 'rw'],
      ['D:ro', 'D:ro', 'D:ro', undefined],
      ['D:ro:ro', 'D:ro', 'D:ro', 'ro'],
      ['..\\site', '..\\site', '../site', undefined],
      ['a\\b::/x\\y', 'a\\b', '/x\\y', undefined],
      ['\\\\server\\share', '\\\\server\\share', '//server/share', undefined],
      ['\\\\server\\share\\dir::/:ro', '\\\\server\\share\\dir', '/', 'ro'],
      ['\\\\?\\C:\\very\\long::/', '\\\\?\\C:\\very\\long', '/', undefined],
      ['1:ro', '1', '1', 'ro'],
      ['', '', '', undefined],
    ] as const) {
      expect(splitPaths(text, true, true), text).to.deep.equal({ path, guest, mode });
    }
  });

  it('elsewhere knows no drives, and leaves backslashes as they are', () => {
    for (const [text, path, guest, mode] of [
      ['C:\\work', 'C:\\work', 'C:\\work', undefined],
      ['D:::/', 'D', ':/', undefined],
      ['D:ro', 'D', 'D', 'ro'],
    ] as const) {
      expect(splitPaths(text, true, false), text).to.deep.equal({ path, guest, mode });
    }
  });

  it('takes no mode where there is none', () => {
    expect(splitPaths('C:\\a:ro', false, true)).to.deep.equal({
      path: 'C:\\a:ro',
      guest: 'C:/a:ro',
      mode: undefined,
    });
    expect(splitPaths('a::/b:ro', false, false)).to.deep.equal({ path: 'a', guest: '/b:ro', mode: undefined });
  });
});
