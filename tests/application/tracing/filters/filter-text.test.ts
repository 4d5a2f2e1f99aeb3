import { expect } from 'chai';
import { ConfigurationError } from '../../../../application/errors.js';
import { parseHostcallSet } from '../../../../application/hostcall-set.js';
import { filterPieces, parseFilter } from '../../../../application/tracing/index.js';
import { Errno, hostcallNames } from '../../../../domain/index.js';

function problem(text: string): [string, string] {
  try {
    parseFilter(text);
  } catch (error) {
    if (error instanceof ConfigurationError) return [error.problem, error.remedy];
    throw error;
  }
  throw new Error(`${text} is a filter`);
}

describe('parseFilter', () => {
  it('passes every call if it is empty', () => {
    expect(parseFilter('')).to.deep.equal({});
    expect(parseFilter('   ')).to.deep.equal({});
  });

  it('takes sets of hostcalls as -e does, also several', () => {
    const sorted = (text: string) => [...(parseFilter(text).calls as readonly string[])].sort();
    expect(sorted('fd_read')).to.deep.equal(['fd_read']);
    expect(sorted('fd_read fd_write')).to.deep.equal(['fd_read', 'fd_write']);
    expect(sorted('fd_read, fd_write')).to.deep.equal(['fd_read', 'fd_write']);
    expect(sorted('-e trace=fd_read -e t=fd_write')).to.deep.equal(['fd_read', 'fd_write']);
    expect(sorted('%file,!path_open')).to.deep.equal(parseHostcallSet('%file,!path_open').sort());
    expect(sorted('%file !path_open')).to.deep.equal(parseHostcallSet('%file,!path_open').sort());
    expect(sorted('!clock_time_get !random_get')).to.deep.equal(parseHostcallSet('!clock_time_get,random_get').sort());
    expect(sorted('/^fd_(read|write)$/ status=failed')).to.deep.equal(['fd_read', 'fd_write']);
    expect(sorted('trace=/e d|^fd_read$/')).to.deep.equal(['fd_read']);
    expect(sorted('all').length).to.be.at.least(hostcallNames.length);
  });

  it('takes every other condition, also in the words of strace', () => {
    expect(parseFilter('status=!successful')).to.deep.equal({ status: ['failed', 'unfinished'] });
    expect(parseFilter('-Z')).to.deep.equal({ status: ['failed'] });
    expect(parseFilter('-z')).to.deep.equal({ status: ['successful'] });
    expect(parseFilter('errno=ENOENT,ebadf errno=76')).to.deep.equal({
      errnos: [Errno.ENOENT, Errno.EBADF, Errno.ENOTCAPABLE],
    });
    expect(parseFilter('path=/tmp -P "/a b" trace-path=c')).to.deep.equal({ paths: ['/tmp', '/a b', 'c'] });
    expect(parseFilter('fd=3,4 fd=-1')).to.deep.equal({ descriptors: [3, 4, -1] });
    expect(parseFilter('instance=2')).to.deep.equal({ instances: [2] });
    expect(parseFilter('thread=1,2 tid=3')).to.deep.equal({ threads: [1, 2, 3] });
  });

  it('reports what is wrong, and what is valid', () => {
    expect(problem('fd_raed')).to.deep.equal(["unknown hostcall 'fd_raed'", 'did you mean fd_read, fd_pread?']);
    expect(problem('stauts=failed')).to.deep.equal(["unknown condition 'stauts='", 'did you mean status=?']);
    expect(problem('qqqqqqqq=1')[1]).to.equal('write one of trace=, status=, errno=, path=, fd=, thread=, instance=');
    expect(problem('constructor=1')[0]).to.equal("unknown condition 'constructor='");
    expect(problem('status=fialed')).to.deep.equal(["unknown status 'fialed'", 'did you mean failed?']);
    expect(problem('errno=ENOENTT')[0]).to.match(/^unknown errno "ENOENTT"/);
    expect(problem('fd=three')).to.deep.equal([
      "invalid number 'three' in fd=three",
      'write numbers separated by commas, such as fd=3,4',
    ]);
    expect(problem('path=')).to.deep.equal(['path= is without a path', 'write one, such as path=/tmp']);
    expect(problem('-P')).to.deep.equal(['-P is without a value', 'write a guest path behind it']);
    expect(problem('trace=/(/')[0]).to.match(/^invalid regular expression/);
  });

  it('consists of words that know their positions', () => {
    expect(filterPieces(' %file,  !a  path="/a b"')).to.deep.equal([
      { text: '%file,!a', at: 1 },
      { text: 'path=/a b', at: 13 },
    ]);
  });
});
