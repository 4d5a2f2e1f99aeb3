/**
 * The process that outlives one that begins a trace by itself, as `trace-node` outlives its command: its input ends with that process. It then prints what that
 * could not.
 */
import { report } from '../terminal/report.js';
import { printLostCounts } from './lost-counts.js';
import { settingFrom } from './trace-setting.js';

// A signal to all processes of a terminal or a group is not meant for this one, which ends with the other.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => {});

process.stdin.resume().on('end', () => {
  const setting = settingFrom(process.argv[2]);
  try {
    if (setting?.counts !== undefined) printLostCounts(setting.counts, setting.options, setting.root);
  } catch (error) {
    report(error, false);
  }
});
