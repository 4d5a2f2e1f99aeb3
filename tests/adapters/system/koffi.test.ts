import Module from 'node:module';
import { expect } from 'chai';
import { KOFFI_VERSION, loadKoffi } from '../../../adapters/system/koffi.js';
import { needing, systemInterface } from '../../needs.js';

/** What `require` calls, which tests put another in place of. */
interface Loading {
  _load(name: string, parent: { readonly filename: string } | undefined, ...rest: unknown[]): unknown;
}

needing(systemInterface('koffi')).describe('koffi', () => {
  const loading = Module as unknown as Loading;
  const load = loading._load;
  /** The packages that were required from here. */
  let asked: string[];
  afterEach(() => {
    loading._load = load;
  });

  /** Loads koffi. @param binary what is found from here in place of its binary */
  function loadedWith(binary?: { readonly version: string }): string {
    asked = [];
    loading._load = (name, parent, ...rest) => {
      const isHere = parent?.filename.endsWith('/adapters/system/koffi.js') === true;
      if (isHere) asked.push(name.replace(/\/.*/, ''));
      const isReplaced = isHere && binary !== undefined && name.startsWith('@koromix/');
      return isReplaced ? binary : load.call(Module, name, parent, ...rest);
    };
    return loadKoffi().version;
  }

  it('is loaded without its own modules if its binary is found', () => {
    expect(loadedWith()).to.equal(KOFFI_VERSION);
    expect(asked).to.deep.equal(['@koromix']);
  });

  it('has its own binary even if another package has installed another version', () => {
    expect(loadedWith({ version: '0' })).to.equal(KOFFI_VERSION);
  });
});
