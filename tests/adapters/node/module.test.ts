import { expect } from 'chai';
import { Container } from 'inversify';
import { nodeHost, nodePorts } from '../../../api/node.js';
import { Port, portNames } from '../../../application/assembly/index.js';

describe('node: the module', () => {
  it('binds every port, each once', () => {
    const container = new Container();
    container.load(nodeHost());
    for (const name of portNames) {
      const port = container.get(Port[name] as symbol);
      expect(port).to.be.instanceOf(nodePorts()[name].constructor);
      expect(container.get(Port[name] as symbol)).to.equal(port);
    }
  });

  it('shares nothing with another', () => {
    const [one, other] = [nodePorts(), nodePorts()];
    expect(Object.keys(one).sort()).to.deep.equal([...portNames].sort());
    for (const name of portNames) expect(one[name]).to.not.equal(other[name]);
  });
});
