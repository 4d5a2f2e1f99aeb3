import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { expect } from 'chai';
import { formsOf, spellings } from '../../../adapters/cli/command-description.js';
import { commands } from '../../../adapters/cli/commands.js';
import { renderManPage } from '../../../tools/codegen/man-page.js';
import { installed, needing } from '../../needs.js';

const root = new URL('../../../../', import.meta.url);
const path = fileURLToPath(new URL('man/hostcall.1', root));
const page = readFileSync(path, 'utf8');
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

function run(program: string, ...words: string[]) {
  return spawnSync(program, words, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', MANWIDTH: '200' },
  });
}

describe('the manual page', () => {
  it('is checked in as the descriptions give it (npm run codegen), and installed', () => {
    expect(renderManPage(manifest.version) === page, 'man/hostcall.1 is up to date').to.equal(true);
    expect(manifest.man).to.deep.equal(['man/hostcall.1']);
  });

  needing(installed('mandoc')).it('has no fault that mandoc finds', () => {
    const { stdout } = run('mandoc', '-T', 'lint', path);
    // It has no date, since nothing is released yet.
    expect(stdout.split('\n').filter(line => line !== '' && !line.includes('missing date'))).to.deep.equal([]);
  });

  needing(installed('man')).it('shows every command and every option', () => {
    const { status, stdout, stderr } = run('man', '--warnings', '-l', path);
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
    const text = stripVTControlCharacters(stdout);
    for (const section of [
      'NAME',
      'SYNOPSIS',
      'DESCRIPTION',
      'OPTIONS',
      'COMMANDS',
      'EXIT STATUS',
      'ENVIRONMENT',
      'EXAMPLES',
      'SEE ALSO',
    ])
      expect(text).to.match(new RegExp(`^${section}$`, 'm'));
    for (const { name, groups, examples } of commands) {
      expect(text).to.match(new RegExp(`^   hostcall ${name}$`, 'm'));
      for (const [line] of examples) expect(text).to.contain(`    ${line}\n`);
      for (const option of groups.flatMap(({ options }) => options.flatMap(formsOf))) {
        const term = `\n       ${spellings(option).join(', ')}`;
        // Beside a short one stands what it means.
        expect(
          [`${term}\n`, `${term} `].some(each => text.includes(each)),
          `${name}${term}`,
        ).to.equal(true);
      }
    }
  });
});
