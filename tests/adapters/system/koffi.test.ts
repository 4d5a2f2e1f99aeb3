import Module from 'node:module';
import { expect } from 'chai';
import { KOFFI_VERSION, loadKoffi } from '../../../adapters/system/koffi.js';
import { needing, systemInterface } from '../../needs.js';

type Parent = { readonly filename: string } | undefined;

/** What `require` calls, which tests put another in place of. */
interface Loading {
  _load(name: string, parent: Parent, ...rest: unknown[]): unknown;
  _resolveFilename(name: string, parent: Parent, ...rest: unknown[]): unknown;
}

needing(systemInterface('koffi')).describe('koffi', () => {
  const loading = Module as unknown as Loading;
  const { _load: load, _resolveFilename: resolve } = loading;
  /** The packages that were required from here. */
  let asked: Set<string>;
  afterEach(() => {
    Object.assign(loading, { _load: load, _resolveFilename: resolve });
  });
  /** Notes what is required from here. */
  const noted = (name: string, parent: Parent) => {
    const isHere = parent?.filename.endsWith('/adapters/system/koffi.js') === true;
    if (isHere) asked.add(name.replace(/\/.*/, ''));
    return isHere;
  };

  /** Loads koffi. @param binary what is found from here in place of its binary */
  function loadedWith(binary?: { readonly version: string }): string {
    asked = new Set();
    loading._resolveFilename = (name, parent, ...rest) => {
      noted(name, parent);
      return resolve.call(Module, name, parent, ...rest);
    };
    loading._load = (name, parent, ...rest) => {
      const isReplaced = noted(name, parent) && binary !== undefined && name.startsWith('@koromix/');
      return isReplaced ? binary : load.call(Module, name, parent, ...rest);
    };
    return loadKoffi().version;
  }

  it('is loaded without its own modules if its binary is found', () => {
    expect(loadedWith()).to.equal(KOFFI_VERSION);
    expect([...asked]).to.deep.equal(['@koromix']);
  });

  it('has its own binary even if another package has installed another version', () => {
    expect(loadedWith({ version: '0' })).to.equal(KOFFI_VERSION);
  });
});
