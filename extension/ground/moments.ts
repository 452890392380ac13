import { readLanguage } from './language.ts';

/** As {@link formatMoment}, where there is little room: the time of today, the minute of another day. */
export function formatShortMoment(at: number, now = Date.now()): string {
  const [moment, today] = [new Date(at), new Date(now)];
  return moment.toDateString() === today.toDateString()
    ? moment.toLocaleTimeString(readLanguage(), { hourCycle: 'h23' })
    : formatMoment(at, now).replace(/:\d\d$/, '');
}

/**
 * A moment by this machine's clock as the panels write it, such as `Nov 29, 13:02:33`; of another year with the year.
 * @param at epoch ms
 */
export function formatMoment(at: number, now = Date.now()): string {
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Date(at).toLocaleString(readLanguage(), {
    ...(isThisYear ? {} : { year: 'numeric' }),
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
}
