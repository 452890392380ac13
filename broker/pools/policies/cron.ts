/** The five fields of a recurrence, in their order. */
export type RecurrenceField = 'minute' | 'hour' | 'day' | 'month' | 'weekday';

interface Range {
  readonly field: RecurrenceField;
  readonly minimum: number;
  readonly maximum: number;
  /** Of the values from the minimum on, in capitals. */
  readonly names: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
/** 0 and 7 are Sunday. */
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const SUNDAY = 7;

const RANGES: readonly Range[] = [
  { field: 'minute', minimum: 0, maximum: 59, names: [] },
  { field: 'hour', minimum: 0, maximum: 23, names: [] },
  { field: 'day', minimum: 1, maximum: 31, names: [] },
  { field: 'month', minimum: 1, maximum: 12, names: MONTHS },
  { field: 'weekday', minimum: 0, maximum: SUNDAY, names: WEEKDAYS },
];

const PART = /^(?:\*|(\d{1,2}|[a-z]{3})(?:-(\d{1,2}|[a-z]{3}))?)(?:\/(\d{1,2}))?$/i;

/** The minutes at which something recurs, in UTC. */
export interface Recurrence {
  /** @param at epoch ms */
  matches(at: number): boolean;
}

/** Why a text is no recurrence: it has another number of fields, or a field has another value. */
export type RecurrenceProblem =
  | { readonly count: number }
  | { readonly field: RecurrenceField; readonly text: string };

/** Reads five fields as of cron; undefined if they have another form. */
export function readRecurrence(text: string): Recurrence | undefined {
  const parts = split(text);
  if (findRecurrenceProblem(text) !== undefined) return undefined;
  const fields = parts.map((part, index) => readField(part, RANGES[index] as Range));
  const [minutes, hours, days, months, weekdays] = fields;
  const [, , dayText, , weekdayText] = parts;
  return {
    matches: (at) => {
      const time = new Date(at);
      const isDay = days?.has(time.getUTCDate()) === true;
      const weekday = time.getUTCDay();
      const isWeekday = weekdays?.has(weekday) === true || (weekday === 0 && weekdays?.has(SUNDAY) === true);
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

export function findRecurrenceProblem(text: string): RecurrenceProblem | undefined {
  const parts = split(text);
  if (parts.length !== RANGES.length) return { count: parts.length };
  for (const [index, range] of RANGES.entries()) {
    const part = parts[index] as string;
    if (readField(part, range) === undefined) return { field: range.field, text: part };
  }
  return undefined;
}

function split(text: string): readonly string[] {
  return text.trim().split(/\s+/).filter(Boolean);
}

function readField(text: string, range: Range): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const match = PART.exec(part);
    if (match === null) return undefined;
    const [, first, last, step] = match;
    const from = first === undefined ? range.minimum : readValue(first, range);
    const isOpen = first === undefined || (last === undefined && step !== undefined);
    const to = isOpen ? range.maximum : readLast(last ?? first, from, range);
    const by = Number(step ?? 1);
    // Names that do not exist are NaN.
    if (!(from >= range.minimum && to <= range.maximum && from <= to && by > 0)) return undefined;
    for (let value = from; value <= to; value += by) values.add(value);
  }
  return values;
}

function readValue(text: string, { minimum, names }: Range): number {
  if (/^\d/.test(text)) return Number(text);
  const place = names.indexOf(text.toUpperCase());
  return place < 0 ? Number.NaN : minimum + place;
}

/** `FRI-SUN` ends with the Sunday behind it. */
function readLast(text: string, from: number, range: Range): number {
  const value = readValue(text, range);
  return range.field === 'weekday' && value === 0 && from > 0 ? SUNDAY : value;
}
