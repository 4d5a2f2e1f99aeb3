import { expect } from 'chai';
import { BUILD_TIMEOUT, buildC } from '../guests/build-c.js';
import type { Capability, GuestOptions } from '../guests/guest.js';
import { hosts } from '../guests/hosts.js';
import { noteScenario, type ScenarioOutcome } from '../windows/scenario-log.js';

/** A scenario of a C guest, and its expected result. */
export interface Scenario {
  /** Its name in the C program. */
  readonly name: string;
  /** A host that lacks this gets the scenario `<name>-missing` instead; of several, `<name>-without-<what it lacks>`. */
  readonly needs?: Capability | readonly Capability[];
  /** A host that lacks one of these is not given it. Under Wine such things cannot be seen. */
  readonly restsOn?: readonly Capability[];
  /** The title of the test, where a scenario has several. */
  readonly title?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Whether it gets the fresh directory as "/"; true if not given. */
  readonly preopen?: boolean;
  /** The contents of that directory: path → content. */
  readonly files?: Readonly<Record<string, string>>;
  /** 0 if not given. */
  readonly exitCode?: number;
  /** Nothing if not given. */
  readonly stdout?: string;
}

/**
 * One test for each scenario of a program, on every host, in a fresh directory. On stderr a guest says what is wrong, or that it
 * was given an errno that is legal but not our first choice: it has to be empty.
 * @param program the C file, without its extension
 */
export function describeScenarios(program: string, scenarios: readonly Scenario[]): void {
  for (const host of hosts) {
    describe(`${program} on ${host.name}`, () => {
      let wasm: Uint8Array;
      before(async function () {
        this.timeout(BUILD_TIMEOUT);
        wasm = await buildC(program);
      });
      for (const scenario of scenarios) {
        const lacking = [...asList(scenario.needs), ...(scenario.restsOn ?? [])].filter(each =>
          host.lacks?.includes(each),
        );
        const title = scenario.title ?? scenario.name;
        const note = (outcome: ScenarioOutcome['outcome']) =>
          noteScenario({ host: host.name, program, scenario: title, outcome, lacking });
        if (scenario.restsOn?.some(capability => lacking.includes(capability))) {
          note('unseen');
          continue;
        }
        const name = variant(scenario, lacking);
        it(scenario.title ?? name, async () => {
          const { args = [], env = {}, stdin = '', exitCode = 0, stdout = '' } = scenario;
          const scratch = host.createScratch(scenario.files);
          const preopens: GuestOptions['preopens'] = scenario.preopen === false ? {} : { '/': scratch.preopen };
          let outcome: ScenarioOutcome['outcome'] = 'failed';
          try {
            const result = await host.run(wasm, { argv0: name, args, env, stdin, preopens });
            expect(result).to.deep.equal({ exitCode, stdout, stderr: '', trapped: undefined });
            outcome = name === scenario.name ? 'passed' : 'other';
          } finally {
            note(outcome);
            scratch.dispose();
          }
        });
      }
    });
  }
}

function asList(needs: Scenario['needs'] = []): readonly Capability[] {
  return typeof needs === 'string' ? [needs] : needs;
}

/** The scenario for a host that lacks something. */
function variant({ name, needs = [] }: Scenario, lacking: readonly Capability[]): string {
  if (typeof needs === 'string') return lacking.includes(needs) ? `${name}-missing` : name;
  const missing = needs.find(capability => lacking.includes(capability));
  return missing === undefined ? name : `${name}-without-${missing}`;
}
