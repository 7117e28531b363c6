// Loaded into the measured console before anything else: how late its event loop is, in milliseconds, written once a second.

import {writeFileSync} from 'node:fs';
import {monitorEventLoopDelay} from 'node:perf_hooks';

const file = process.env['HPCHA_LAG_FILE'];
if (file !== undefined) {
  const delay = monitorEventLoopDelay({resolution: 5});
  delay.enable();
  // The measurement begins anew: what starting the program cost is not asked for.
  process.on('SIGUSR2', () => delay.reset());
  setInterval(() => {
    writeFileSync(file, JSON.stringify({p99: delay.percentile(99) / 1e6, max: delay.max / 1e6}));
  }, 1000).unref();
}
