/** One rule of a port, as a test that any test runner can run. */
export interface ContractTest {
  /** The operation, then the rule: `open: a file that is there`. It is unique within a contract. */
  readonly title: string;
  /** Tests the rule. Throws, or rejects, if it does not hold: an `AssertionError` that says what was expected. */
  readonly run: () => void | Promise<void>;
}

/**
 * Collects tests that are declared as most test runners have them declared.
 * @param subject what all of them are about
 */
export function collectTests(
  subject: string,
  declare: (it: (title: string, run: () => void | Promise<void>) => void) => void,
): ContractTest[] {
  const tests: ContractTest[] = [];
  declare((title, run) => tests.push({ title: `${subject}: ${title}`, run }));
  return tests;
}

/** A test on something of its own, which is taken away afterwards. */
export function on<T extends { dispose?(): void }>(make: () => T, test: (made: T) => void): () => void {
  return () => {
    const made = make();
    try {
      test(made);
    } finally {
      made.dispose?.();
    }
  };
}
