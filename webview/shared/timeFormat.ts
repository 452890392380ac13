import { signal } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import { formatDecimal } from './byteFormat.ts';
import { LANGUAGE } from './language.ts';

const DAY_MS = 86_400_000;

/** How times are written: by this machine's clock, in UTC, or, where there is a list, as how long ago it was. */
export const TIME_FORMS = ['local', 'utc', 'relative'] as const;

export type TimeForm = (typeof TIME_FORMS)[number];

/** The user's choice, for the whole page: what writes a time while it renders is drawn again when it changes. */
export const timeForm = signal<TimeForm>('local');

function isUtc(): boolean {
  return timeForm.value === 'utc';
}

/** What to add to a time so that its UTC fields are the ones to write, ms. */
export function zoneOffsetMs(epochMs: number): number {
  return isUtc() ? 0 : -new Date(epochMs).getTimezoneOffset() * 60_000;
}

/** Noon of the day of a time, in the zone that times are written in: the same for all times of a day, also one of 23 hours. */
export function noonOf(epochMs: number): number {
  const offsetMs = zoneOffsetMs(epochMs);
  return Math.floor((epochMs + offsetMs) / DAY_MS) * DAY_MS + DAY_MS / 2 - offsetMs;
}

/** `2026-08-03T14:02:11.038Z`, where Z is the zone that times are written in. */
function writeFields(epochMs: number): string {
  return new Date(epochMs + zoneOffsetMs(epochMs)).toISOString();
}

/** Time of day of epoch ms with milliseconds, `14:02:11.038`: what a column of events is compared by. */
export function formatTime(epochMs: number): string {
  return writeFields(epochMs).slice(-13, -1);
}

/** As {@link formatTime}, and the date where it is another day than `nowMs`: `Aug 7, 14:02:11.038`. */
export function formatTimeNear(epochMs: number, nowMs: number): string {
  const time = formatTime(epochMs);
  return formatDate(epochMs) === formatDate(nowMs) ? time : `${formatDate(epochMs)}, ${time}`;
}

/** How long ago a time is that was `ageMs` before now: `41 s ago`, `in 3 d 2 h`. */
export function formatAgo(ageMs: number): string {
  return ageMs < 0 ? l10n.t('in {0}', formatDuration(-ageMs)) : l10n.t('{0} ago', formatDuration(ageMs));
}

/** Date and time of epoch ms, `2026-08-03 14:02:11.038`; in UTC with `UTC` behind it. */
export function formatDateTime(epochMs: number): string {
  return `${writeFields(epochMs).slice(0, -1).replace('T', ' ')}${isUtc() ? ' UTC' : ''}`;
}

/** A time in full in both zones, in two lines, for a tooltip. */
export function formatInBothZones(epochMs: number): string {
  const utc = new Date(epochMs);
  const local = new Date(epochMs - utc.getTimezoneOffset() * 60_000);
  const write = (date: Date): string => date.toISOString().slice(0, -1).replace('T', ' ');
  return `${l10n.t('{0} local time', write(local))}\n${write(utc)} UTC`;
}

/** A duration in its two largest useful units: `0 ms`, `38 ms`, `1.24 s`, `12.5 s`, `2 min 5 s`, `3 h 12 min`, `4 d 2 h`. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, Math.round(durationMs));
  if (ms < 1000) return `${ms} ms`;
  const seconds = ms / 1000;
  if (seconds < 10) return `${formatDecimal(seconds, 2)} s`;
  if (seconds < 60) return `${formatDecimal(seconds, 1)} s`;
  const whole = Math.floor(seconds);
  if (whole < 3600) return joinUnits(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.floor(whole / 60);
  if (minutes < 1440) return joinUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.floor(minutes / 60);
  return joinUnits(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

const UNITS = [
  ['d', DAY_MS],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** The marks of one axis of durations, all in one unit: `0`, `0.5 min`, `1 min`. */
export function formatDurationTicks(durationsMs: readonly number[]): readonly string[] {
  const longest = Math.max(...durationsMs);
  // Of a single day or hour the parts are read more easily in the unit below.
  const [unit, lengthMs] = UNITS.find(([name, ms]) => longest >= (name === 's' ? ms : 2 * ms)) ?? ['ms', 1];
  return durationsMs.map((ms) => (ms === 0 ? '0' : `${formatDecimal(ms / lengthMs, 2)} ${unit}`));
}

/** As much of a time as its step needs: `14:02`, `14:02:11`, `14:02:11.038`, `Aug 3`. */
export function formatTick(time: number, stepMs: number): string {
  if (stepMs >= 86_400_000) return formatDate(time);
  const whole = formatTime(time);
  if (stepMs >= 60_000) return whole.slice(0, 5);
  return stepMs >= 1_000 ? whole.slice(0, 8) : whole;
}

/** `Aug 3`. */
export function formatDate(time: number): string {
  return new Date(time + zoneOffsetMs(time)).toLocaleDateString(LANGUAGE, {
    month: 'short',
    day: 'numeric',
    timeZone: 'UTC',
  });
}

function joinUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
