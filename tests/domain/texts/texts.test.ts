import { expect } from 'chai';
import {
  describe as describeHostcall,
  type EnumKind,
  enumerations,
  errnosOf,
  type FlagKind,
  families,
  flagSets,
  hostcallNames,
  type LayoutName,
  layoutOf,
  layouts,
  rights,
} from '../../../domain/index.js';
import { causeOf, familyTexts, hostcallText, rightTexts, structText, valueText } from '../../../domain/texts/index.js';

const SENTENCES = /^[A-Z].*\.$/s;

describe('the texts', () => {
  for (const name of hostcallNames) {
    const text = hostcallText(name);
    const { params, results } = describeHostcall(name);

    it(`${name}: have a sentence for it, for each parameter and each result, and for nothing else`, () => {
      expect(text.text).match(SENTENCES);
      expect(Object.keys(text.params)).eql(params.map(param => param.name));
      expect(Object.keys(text.results)).eql(results.map(result => result.name));
      const others = [...Object.values(text.params), ...Object.values(text.results), ...Object.values(text.when ?? {})];
      for (const sentence of [...others, text.notes ?? 'None.']) expect(sentence).match(/^[A-Z`].*\.$/s);
    });

    it(`${name}: give the cause of every errno it can give, and of no other`, () => {
      const possible = errnosOf(name);
      for (const errno of possible) expect(causeOf(name, errno), errno).match(/^[A-Z`].*\.$/s);
      expect(possible).include.members(Object.keys(text.when ?? {}));
    });
  }

  it('say what each family is for', () => {
    expect(Object.keys(familyTexts)).eql([...families]);
    for (const family of families) expect(familyTexts[family]).match(SENTENCES);
  });

  it('say what each right is for', () => {
    expect(Object.keys(rightTexts)).eql([...rights]);
    for (const right of rights) expect(rightTexts[right], right).match(SENTENCES);
  });

  it('say what each flag and each value means', () => {
    for (const [kind, names] of Object.entries<readonly string[]>({ ...flagSets, ...enumerations })) {
      for (const name of names)
        expect(valueText(kind as FlagKind | EnumKind, name), `${kind} ${name}`).match(SENTENCES);
    }
  });

  it('say what each struct and each field is, in both modules', () => {
    for (const name of Object.keys(layouts) as LayoutName[]) {
      expect(structText(name).text).match(SENTENCES);
      for (const abi of ['preview1', 'unstable'] as const) {
        for (const { name: field } of layoutOf(name, abi).fields)
          expect(structText(name).fields[field], `${name}.${field}`).match(SENTENCES);
      }
    }
  });
});
