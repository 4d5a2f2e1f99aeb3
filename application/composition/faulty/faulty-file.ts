import type { File, Filestat, Iovecs } from '../../../domain/index.js';
import { WrappedFile } from '../wrapped-file.js';
import type { FaultableOperation, FaultPlan } from './fault-plan.js';

/** An open file that consults a plan before each operation. */
export class FaultyFile extends WrappedFile {
  readonly #plan: FaultPlan;
  readonly #path: string;

  constructor(inner: File, plan: FaultPlan, path: string) {
    super(inner);
    this.#plan = plan;
    this.#path = path;
  }

  override read(into: Iovecs, offset: number): number {
    return this.#errnoFor('read') || super.read(into, offset);
  }

  override write(from: Iovecs, offset: number): number {
    return this.#errnoFor('write') || super.write(from, offset);
  }

  override size(): number {
    return this.#errnoFor('size') || super.size();
  }

  override setFlags(how: number): number {
    return this.#errnoFor('setFlags') || super.setFlags(how);
  }

  override stat(into: Filestat): number {
    return this.#errnoFor('stat') || super.stat(into);
  }

  override setTimes(accessed: bigint | undefined, modified: bigint | undefined): number {
    return this.#errnoFor('setTimes') || super.setTimes(accessed, modified);
  }

  override setSize(size: number): number {
    return this.#errnoFor('setSize') || super.setSize(size);
  }

  override allocate(offset: number, length: number): number {
    return this.#errnoFor('allocate') || super.allocate(offset, length);
  }

  override advise(offset: number, length: number, advice: number): number {
    return this.#errnoFor('advise') || super.advise(offset, length, advice);
  }

  override sync(): number {
    return this.#errnoFor('sync') || super.sync();
  }

  override datasync(): number {
    return this.#errnoFor('datasync') || super.datasync();
  }

  /** The file is closed even if closing fails. */
  override close(): number {
    const errno = this.#errnoFor('close');
    return super.close() || errno;
  }

  #errnoFor(operation: FaultableOperation): number {
    return this.#plan.errnoFor(operation, this.#path);
  }
}
