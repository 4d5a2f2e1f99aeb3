import { expect } from 'chai';
import { pageText } from '../../../../adapters/cli/terminal/page-text.js';
import { facts, heading, paragraph, table } from '../../../../application/reference/index.js';

describe('pageText', () => {
  const link = { text: 'fd_read', page: 'fd-io', anchor: 'fd_read' };

  it('puts an empty line between blocks, and shows code and links as words', () => {
    const page = { title: 'A title', blocks: [heading(2, 'Part'), paragraph(['see ', link, ' and `O_CREAT`'])] };
    expect(pageText(page, 40)).to.deep.equal(['A title', '', 'Part', '', '  see fd_read and O_CREAT']);
  });

  it('keeps columns of terms, and puts the title before what stands in a further one', () => {
    const rows = [
      ['EBADF', '8', 'It is not open.', 'never'],
      ['EIO', '29', 'The disk', ''],
    ];
    expect(pageText({ title: '', blocks: [table(['#Name', '#No', 'Text', 'When'], rows)] }, 60).slice(2)).to.deep.equal(
      ['  Name   No  Text', '  EBADF  8   It is not open. When: never', '  EIO    29  The disk'],
    );
  });

  it('wraps under the text, and breaks no command', () => {
    const rows = [['label', 'some words, then `hostcall explain FD_READ`']] as const;
    expect(pageText({ title: '', blocks: [facts(rows)] }, 40).slice(2)).to.deep.equal([
      '  label  some words, then',
      '         hostcall explain FD_READ',
    ]);
  });
});
