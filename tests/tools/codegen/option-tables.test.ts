import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { spellings } from '../../../adapters/cli/command-description.js';
import { commands } from '../../../adapters/cli/commands.js';
import { pagesWithOptions, withOptionTables } from '../../../tools/codegen/option-tables.js';

const read = (page: string) => readFileSync(new URL(`../../../../${page}`, import.meta.url), 'utf8');

describe('the tables of options', () => {
  for (const page of pagesWithOptions)
    it(`in ${page} are checked in as the descriptions give them (npm run codegen)`, () => {
      const text = read(page);
      expect(text).to.contain('<!-- options of ');
      expect(withOptionTables(text) === text, `${page} is up to date`).to.equal(true);
    });

  it('contain each option of each command', () => {
    const all = pagesWithOptions.map(read).join('\n');
    for (const { name, groups } of commands)
      for (const option of groups.flatMap(({ options }) => options))
        for (const spelling of option.forms?.map(({ argument }) => `-e ${argument}`) ?? spellings(option))
          expect(all, `${name} ${spelling}`).to.contain(`\`${spelling}\``);
  });

  it('replace the text between their marks', () => {
    const page = 'a\n<!-- options of explain: Other -->\nold\n<!-- end of options -->\nz\n';
    expect(withOptionTables(page)).to.match(
      /^a\n<!-- options of explain: Other -->\n\n\| Option \| Meaning \|\n\|---\|---\|\n\| `--debug` \| .* \|\n\n<!-- end of options -->\nz\n$/,
    );
  });

  it('refuse a table that does not exist', () => {
    expect(() => withOptionTables('<!-- options of frob: Other -->\n<!-- end of options -->')).to.throw(
      /no command 'frob'/,
    );
    expect(() => withOptionTables('<!-- options of run: Frob -->\n<!-- end of options -->')).to.throw(/'Frob'/);
    expect(() => withOptionTables('<!-- options of run: Other -->\n')).to.throw(/has no end/);
  });
});
