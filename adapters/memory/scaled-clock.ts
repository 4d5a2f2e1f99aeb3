import { ConfigurationError } from '../../application/errors.js';
import { Clockid, type Clocks, type Interest, type Ports, type Timestamp, type Waiting } from '../../domain/index.js';

/**
 * Time that passes faster or slower than real time: with a factor of 60, an hour of a program takes a minute. Waiting is shorter in proportion. The
 * CPU clocks are not scaled.
 */
export class ScaledClock implements Clocks, Waiting {
  readonly #clocks: Clocks;
  readonly #waiting: Waiting;
  readonly #factor: number;
  readonly #start: Timestamp = { seconds: 0, nanoseconds: 0 };
  readonly #now: Timestamp = { seconds: 0, nanoseconds: 0 };
  readonly #begin: number;
  readonly waitAsync: Waiting['waitAsync'];

  /**
   * @param ports the clocks to scale, and what waits by them
   * @param factor how many seconds pass in a real second; greater than 0
   * @throws ConfigurationError for any other factor
   */
  constructor({ clocks, waiting }: Pick<Ports, 'clocks' | 'waiting'>, factor: number) {
    if (!(factor > 0 && factor < Number.POSITIVE_INFINITY)) {
      throw new ConfigurationError(`time cannot be scaled by ${factor}`, 'give a number greater than 0');
    }
    this.#clocks = clocks;
    this.#waiting = waiting;
    this.#factor = factor;
    this.#begin = clocks.monotonic();
    const waitAsync = waiting.waitAsync?.bind(waiting);
    this.waitAsync = waitAsync && ((nanoseconds, interests) => waitAsync(nanoseconds / factor, interests));
    clocks.read(Clockid.REALTIME, this.#start);
  }

  resolution(id: number): number {
    const resolution = this.#clocks.resolution(id);
    return resolution < 0 || !isWall(id) ? resolution : Math.max(Math.ceil(resolution * this.#factor), 1);
  }

  read(id: number, into: Timestamp): number {
    if (!isWall(id)) return this.#clocks.read(id, into);
    const errno = this.#clocks.read(id, this.#now);
    if (errno < 0) return errno;
    if (id === Clockid.MONOTONIC) {
      write(0, this.#scaled(this.#now.seconds * 1e9 + this.#now.nanoseconds), into);
      return 0;
    }
    const { seconds, nanoseconds } = this.#start;
    const real = (this.#now.seconds - seconds) * 1e9 + this.#now.nanoseconds - nanoseconds;
    write(seconds, nanoseconds + Math.round(real * this.#factor), into);
    return 0;
  }

  monotonic(): number {
    return this.#scaled(this.#clocks.monotonic());
  }

  wait(nanoseconds: number, interests: readonly Interest[]): number {
    return this.#waiting.wait(nanoseconds / this.#factor, interests);
  }

  #scaled(monotonic: number): number {
    return Math.round((monotonic - this.#begin) * this.#factor);
  }
}

function isWall(id: number): boolean {
  return id === Clockid.REALTIME || id === Clockid.MONOTONIC;
}

/** Not before 1970, should the clock have been set back that far. */
function write(seconds: number, nanoseconds: number, into: Timestamp): void {
  const carried = Math.floor(nanoseconds / 1e9);
  const before = seconds + carried < 0;
  into.seconds = before ? 0 : seconds + carried;
  into.nanoseconds = before ? 0 : nanoseconds - carried * 1e9;
}
