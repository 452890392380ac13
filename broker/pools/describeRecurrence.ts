import * as l10n from '@vscode/l10n';
import type { RecurrenceProblem } from './policies/cron.ts';

/** Says which field of a `recurrence` is wrong, and which values it may have. */
export function describeRecurrenceProblem(problem: RecurrenceProblem): string {
  if ('count' in problem) {
    return l10n.t(
      '"recurrence" must have five fields: minute, hour, day of the month, month and day of the week, such as "0 9 * * 1-5". It has {0}.',
      problem.count,
    );
  }
  const { field, text } = problem;
  switch (field) {
    case 'minute':
      return l10n.t(
        '"{0}" is not a minute. The first field of "recurrence" has 0 to 59, a range such as 0-29, a step such as */15, or a list of these.',
        text,
      );
    case 'hour':
      return l10n.t(
        '"{0}" is not an hour. The second field of "recurrence" has 0 to 23, a range such as 8-18, a step such as */2, or a list of these.',
        text,
      );
    case 'day':
      return l10n.t(
        '"{0}" is not a day of the month. The third field of "recurrence" has 1 to 31, a range such as 1-7, a step such as */2, or a list of these.',
        text,
      );
    case 'month':
      return l10n.t(
        '"{0}" is not a month. The fourth field of "recurrence" has 1 to 12 or JAN to DEC, a range such as JUN-AUG, a step such as */3, or a list of these.',
        text,
      );
    case 'weekday':
      return l10n.t(
        '"{0}" is not a day of the week. The fifth field of "recurrence" has 0 to 7 (0 and 7 are Sunday) or SUN to SAT, a range such as MON-FRI, a step such as */2, or a list of these.',
        text,
      );
  }
}
