/** A place for a trace. Where the guest has used up the stack, `line` and `text` do nothing and throw; everything else is done without harm. */
export interface TraceOutput {
  /** The descriptor of this process that it is written to. */
  readonly fd: number;
  /** Adds a line. */
  line(text: string): void;
  /** Adds text as it is. */
  text(text: string): void;
  /** Shows what the guest waits for, until the next line takes its place. Where nothing can be replaced it does nothing. */
  waiting(text: string): void;
  /** Whether Ctrl-C, when it is typed now, shows where the next line would begin. */
  showsTyping(): boolean;
  /**
   * Tells when a call has ended. What is not written yet is written if nothing has been for a second: a guest that has to be killed should not
   * take its trace with it, and while it computes no timer fires.
   * @param time nanoseconds, of any clock that goes on
   */
  passed(time: number): void;
  /** Writes what is not written yet, for others to see while the guest waits. */
  catchUp(): void;
  /** Writes what is not written yet. Throws CommandLineError if that, or anything before, failed. */
  flush(): void;
}
