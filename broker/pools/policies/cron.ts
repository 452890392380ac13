/** The range of each of the five fields: minute, hour, day of the month, month, day of the week (0 and 7 are Sunday). */
const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

const PART = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/;

/** The minutes at which something recurs, in UTC. */
export interface Recurrence {
  /** @param at epoch ms */
  matches(at: number): boolean;
}

/** Reads five fields as of cron; undefined if they have another form. */
export function readRecurrence(text: string): Recurrence | undefined {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== RANGES.length) return undefined;
  const fields = parts.map((part, index) => readField(part, ...(RANGES[index] as readonly [number, number])));
  if (fields.includes(undefined)) return undefined;
  const [minutes, hours, days, months, weekdays] = fields as Set<number>[];
  const [, , dayText, , weekdayText] = parts;
  return {
    matches: (at) => {
      const time = new Date(at);
      const isDay = days?.has(time.getUTCDate()) === true;
      const weekday = time.getUTCDay();
      const isWeekday = weekdays?.has(weekday) === true || (weekday === 0 && weekdays?.has(7) === true);
      // As cron has it: if both are restricted, one is enough.
      const isEither = dayText?.startsWith('*') === false && weekdayText?.startsWith('*') === false;
      return (
        minutes?.has(time.getUTCMinutes()) === true &&
        hours?.has(time.getUTCHours()) === true &&
        months?.has(time.getUTCMonth() + 1) === true &&
        (isEither ? isDay || isWeekday : isDay && isWeekday)
      );
    },
  };
}

function readField(text: string, minimum: number, maximum: number): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const match = PART.exec(part);
    if (match === null) return undefined;
    const [, first, last, step] = match;
    const from = first === undefined ? minimum : Number(first);
    const isOpen = first === undefined || (last === undefined && step !== undefined);
    const to = isOpen ? maximum : Number(last ?? first);
    const by = Number(step ?? 1);
    if (from < minimum || to > maximum || from > to || by === 0) return undefined;
    for (let value = from; value <= to; value += by) values.add(value);
  }
  return values;
}
