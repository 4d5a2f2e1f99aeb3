import type { Ports } from '../../domain/index.js';
import { ConfigurationError } from '../errors.js';
import { hasMethods, shown } from '../options/index.js';
import { portNames } from './tokens.js';

type Required<Port> = {
  readonly [Member in keyof Port as undefined extends Port[Member] ? never : Member]: 'function' | 'object';
};

/** What each port has to have. A member that is added to a port and not here does not compile, unless a port may lack it. */
const members: { readonly [Name in keyof Ports]: Required<Ports[Name]> } = {
  clocks: { resolution: 'function', read: 'function', monotonic: 'function' },
  engine: {
    compile: 'function',
    adopt: 'function',
    instantiate: 'function',
    typed: 'function',
    isLinkError: 'function',
    unwind: 'function',
    trapText: 'function',
    isStackOverflow: 'function',
    guestFrames: 'function',
    framesOf: 'function',
  },
  fileSystem: { openPreopen: 'function' },
  process: { yield: 'function' },
  random: { fill: 'function' },
  stdio: { stdin: 'object', stdout: 'object', stderr: 'object' },
  waiting: { wait: 'function' },
};

/**
 * Checks that ports are complete.
 * @param source who provided a port, such as ` from nodeHost()`; empty if that is not known
 * @throws ConfigurationError that names the ports that are missing, or the first that lacks something, and what to do
 */
export function checkPorts(ports: Ports, source: (name: keyof Ports) => string = () => ''): void {
  if (typeof ports !== 'object' || ports === null) {
    throw new ConfigurationError(`the ports are ${shown(ports)}`, 'give an object of them, such as nodePorts()');
  }
  const missing = portNames.filter(name => ports[name] === undefined || ports[name] === null);
  if (missing.length > 0) {
    const some = missing.map(name => `"${name}"`).join(', ');
    throw new ConfigurationError(
      `missing ${missing.length === 1 ? 'port' : 'ports'} ${some}`,
      `add ${missing.length === 1 ? 'it' : 'them'}, for instance { ...nodePorts(), ...yours }`,
    );
  }
  for (const name of portNames) {
    const lacks = lackingMembers(name, ports[name]);
    if (lacks.length > 0) {
      throw new ConfigurationError(
        `the port "${name}"${source(name)} lacks ${lacks.join(', ')}`,
        'an adapter provides every method of its port, and returns -ENOTSUP for what its host cannot do',
      );
    }
  }
}

/** The missing members of a port. Streams are not read: an adapter may open them on first use. */
function lackingMembers(name: keyof Ports, port: object): string[] {
  const lacks: string[] = [];
  for (const [member, kind] of Object.entries(members[name])) {
    if (typeof port !== 'object' || !(member in port)) lacks.push(kind === 'function' ? `${member}()` : member);
    else if (kind === 'function' && !hasMethods(port, member)) lacks.push(`${member}()`);
  }
  return lacks;
}
