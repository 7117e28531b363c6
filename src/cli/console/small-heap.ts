// Keeps the console small: it lives for weeks on a head node whose memory belongs to others.

import {setFlagsFromString} from 'node:v8';

/**
 * Lets the collector prefer memory over speed for the rest of this process: growing the heap is what most of the console's
 * resident memory was (184 MiB against 122 MiB, docs/measurements.md). Other commands end before it would matter.
 */
export function keepHeapSmall(): void {
  // off
  setFlagsFromString('--max-semi-space-size=4');
}
