function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** Local wall time of epoch ms with milliseconds, `14:02:11.038`: what a column of events is compared by. */
export function formatTime(epochMs: number): string {
  const date = new Date(epochMs);
  const seconds = `${pad(date.getHours(), 2)}:${pad(date.getMinutes(), 2)}:${pad(date.getSeconds(), 2)}`;
  return `${seconds}.${pad(date.getMilliseconds(), 3)}`;
}

/** Local date and time of epoch ms, `2026-08-03 14:02:11.038`. */
export function formatDateTime(epochMs: number): string {
  const date = new Date(epochMs);
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)}`;
  return `${day} ${formatTime(epochMs)}`;
}

/** A duration in its two largest useful units: `0 ms`, `38 ms`, `1.24 s`, `12.5 s`, `2 min 5 s`, `3 h 12 min`, `4 d 2 h`. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, Math.round(durationMs));
  if (ms < 1000) return `${ms} ms`;
  const seconds = ms / 1000;
  if (seconds < 10) return `${trimZeros(seconds.toFixed(2))} s`;
  if (seconds < 60) return `${trimZeros(seconds.toFixed(1))} s`;
  const whole = Math.floor(seconds);
  if (whole < 3600) return joinUnits(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.floor(whole / 60);
  if (minutes < 1440) return joinUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.floor(minutes / 60);
  return joinUnits(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** As much of a time as its step needs: `14:02`, `14:02:11`, `14:02:11.038`, `Aug 3`. */
export function formatTick(time: number, stepMs: number): string {
  const date = new Date(time);
  if (stepMs >= 86_400_000) return formatDate(time);
  const minutes = `${pad(date.getHours(), 2)}:${pad(date.getMinutes(), 2)}`;
  if (stepMs >= 60_000) return minutes;
  const seconds = `${minutes}:${pad(date.getSeconds(), 2)}`;
  return stepMs >= 1_000 ? seconds : `${seconds}.${pad(date.getMilliseconds(), 3)}`;
}

/** `Aug 3`. */
export function formatDate(time: number): string {
  return new Date(time).toLocaleDateString('en-US', { month: 'short', day: 'numeric' });
}

function trimZeros(decimal: string): string {
  return decimal.replace(/\.?0+$/u, '');
}

function joinUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
