// How amounts, durations and moments are written on a screen: short, with units, never wider than needed.

import type {Instant} from './reading.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** What came from a controller may be no number at all: that is shown as not known, never as a figure. */
const notANumber = '?';

/** Age of a reading: `<5s`, `12s`, `3m`, `2h`, `4d`. In steps of five seconds, so that an unchanged screen stays unchanged. */
export function formatAge(ms: number): string {
  if (!Number.isFinite(ms)) return notANumber;
  if (ms < 5 * second) return '<5s';
  if (ms < minute) return `${Math.floor(ms / second)}s`;
  if (ms < hour) return `${Math.floor(ms / minute)}m`;
  if (ms < 2 * day) return `${Math.floor(ms / hour)}h`;
  return `${Math.floor(ms / day)}d`;
}

/** A length of time: `140 ms`, `4.2 s`, `12 s`, `3 m 05 s`, `2 h 10 m`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return notANumber;
  if (ms < second) return `${Math.round(ms)} ms`;
  if (ms < 10 * second) return `${(ms / second).toFixed(1)} s`;
  if (ms < minute) return `${Math.floor(ms / second)} s`;
  if (ms < hour) return `${Math.floor(ms / minute)} m ${twoDigits(Math.floor((ms % minute) / second))} s`;
  return `${Math.floor(ms / hour)} h ${twoDigits(Math.floor((ms % hour) / minute))} m`;
}

/** A length of time that is drawn once a second: `7 s`, never `7.0 s`. */
export function formatSeconds(ms: number): string {
  const whole = Math.floor(Math.max(0, ms) / second);
  return whole < 60 ? `${whole} s` : formatDuration(whole * second);
}

/** A moment as local time of day, `12:04:19`. The offset is handed in, so that the result depends on nothing else. */
export function formatClock(at: Instant, zoneOffsetMinutes: number): string {
  const local = (((at + zoneOffsetMinutes * minute) % day) + day) % day;
  const parts = [Math.floor(local / hour), Math.floor((local % hour) / minute), Math.floor((local % minute) / second)];
  return parts.map(twoDigits).join(':');
}

/** A moment that may be on another day: the clock on the same local day as `now`, else `11-23 12:04`. */
export function formatMoment(at: Instant, now: Instant, zoneOffsetMinutes: number): string {
  const dayOf = (moment: Instant): number => Math.floor((moment + zoneOffsetMinutes * minute) / day);
  if (dayOf(at) === dayOf(now)) return formatClock(at, zoneOffsetMinutes);
  const iso = new Date(at + zoneOffsetMinutes * minute).toISOString();
  return `${iso.slice(5, 10)} ${iso.slice(11, 16)}`;
}

/** Bytes with a binary unit: `0 B`, `12 KiB`, `3.4 GiB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return notANumber;
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${units[unit] ?? 'B'}`;
}

/** A count with thin groups of thousands: `48 451`. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return notANumber;
  const [whole = '0', fraction] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ' ');
  return fraction === undefined ? grouped : `${grouped}.${fraction.slice(0, 2)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
