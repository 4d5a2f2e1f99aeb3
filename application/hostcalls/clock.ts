import type { Meanings } from '../../domain/index.js';
import type { HostcallContext } from './context.js';

/** The clocks. */
export function clockFamily({
  ports: { clocks },
}: HostcallContext): Pick<Meanings, 'clock_res_get' | 'clock_time_get'> {
  return {
    clock_res_get(id, resolution) {
      const nanoseconds = clocks.resolution(id);
      if (nanoseconds < 0) return nanoseconds;
      resolution.seconds = Math.floor(nanoseconds / 1e9);
      resolution.nanoseconds = nanoseconds % 1e9;
      return 0;
    },
    clock_time_get(id, _precision, time) {
      return clocks.read(id, time);
    },
  };
}
