/** The setup of runs in workers. What it makes, or does instead, is told by `data`. */
import { assemble, type ProgramOptions } from 'hostcall';
import { network, nodeHost, type SetupResult } from 'hostcall/node';

/** What the setup does. */
export type SetupData =
  | 'exit'
  | 'throw'
  | 'exhaust'
  | 'hang'
  | 'nothing'
  | 'imports'
  | 'network'
  | 'koffi'
  | 'fs'
  | undefined;

export default (data: SetupData): SetupResult => {
  switch (data) {
    case 'exit':
      return process.exit(5);
    case 'throw':
      throw new RangeError('the setup is out of order');
    case 'exhaust': {
      const all: unknown[] = [];
      for (;;) all.push(new Array(1e5).fill(0.5));
    }
    case 'hang':
      for (;;);
    case 'nothing':
      return {} as SetupResult;
    case 'imports':
      return { runtime: assemble(nodeHost()), options: importing(() => process.exit(6)) };
    case 'koffi':
    case 'fs':
      return assemble(nodeHost({ system: data }));
    case 'network':
      return { runtime: assemble(nodeHost()), options: { network: network({ allow: ['127.0.0.1'] }) } };
    default:
      return assemble(nodeHost());
  }
};

function importing(leave: () => void): ProgramOptions {
  return { imports: { env: { leave } } };
}
