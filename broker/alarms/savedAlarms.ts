import { type Alarm, alarmArnOf, type AlarmStatus } from './alarm.ts';
import { checkAlarm } from './checkAlarm.ts';
import { AlarmHistory, type HistoryItem } from './history.ts';
import type { AlarmSettings } from './settings.ts';
import type { Topic } from './topics.ts';

/** Where alarms are kept: the journal's notes. */
export interface NoteKeeper {
  readNote(key: string): string | undefined;
  writeNote(key: string, value: string): void;
}

interface SavedAlarm {
  readonly region: string;
  readonly account: string;
  readonly settings: AlarmSettings;
  readonly configuredAt: number;
  readonly status: AlarmStatus;
  readonly tags: readonly (readonly [string, string])[];
}

interface SavedBook {
  readonly version: 1;
  readonly alarms: readonly SavedAlarm[];
  readonly topics: readonly Topic[];
}

export interface LoadedAlarms {
  readonly alarms: readonly Alarm[];
  readonly topics: readonly Topic[];
  readonly history: AlarmHistory;
  /** What could not be read, in sentences for the log. */
  readonly problems: readonly string[];
}

const ALARMS_NOTE = 'alarms';
const HISTORY_NOTE = 'alarmHistory';

/** Reads what {@link saveAlarms} wrote. What is damaged is left out and reported: the broker starts without it. */
export function loadAlarms(notes: NoteKeeper | undefined): LoadedAlarms {
  const problems: string[] = [];
  const read = <T>(key: string, use: (text: string) => T): T | undefined => {
    const text = notes?.readNote(key);
    if (text === undefined) return undefined;
    try {
      return use(text);
    } catch (error) {
      problems.push(`the note ${key} cannot be read: ${(error as Error).message}`);
      return undefined;
    }
  };
  const book = read(ALARMS_NOTE, (text) => {
    const { alarms, topics } = JSON.parse(text) as SavedBook;
    return { alarms: alarms.flatMap((saved) => restoreAlarm(saved, problems)), topics: [...topics] };
  });
  const history = read(HISTORY_NOTE, (text) => new AlarmHistory(JSON.parse(text) as HistoryItem[]));
  return {
    alarms: book?.alarms ?? [],
    topics: book?.topics ?? [],
    history: history ?? new AlarmHistory(),
    problems,
  };
}

function restoreAlarm(
  { region, account, settings, configuredAt, status, tags }: SavedAlarm,
  problems: string[],
): Alarm[] {
  const checked = checkAlarm({ region, account }, settings);
  if (!checked.ok) {
    problems.push(`the alarm ${settings.AlarmName} cannot be restored: ${checked.message}`);
    return [];
  }
  const arn = alarmArnOf(region, account, settings.AlarmName);
  return [{ region, account, arn, settings, checked, configuredAt, status, tags: new Map(tags) }];
}

export function saveAlarms(notes: NoteKeeper, alarms: readonly Alarm[], topics: readonly Topic[]): void {
  const book: SavedBook = {
    version: 1,
    alarms: alarms.map(({ region, account, settings, configuredAt, status, tags }) => ({
      region,
      account,
      settings,
      configuredAt,
      status,
      tags: [...tags],
    })),
    topics,
  };
  writeChanged(notes, ALARMS_NOTE, JSON.stringify(book));
}

export function saveHistory(notes: NoteKeeper, history: AlarmHistory): void {
  writeChanged(notes, HISTORY_NOTE, JSON.stringify(history.all));
}

function writeChanged(notes: NoteKeeper, key: string, text: string): void {
  if (notes.readNote(key) !== text) notes.writeNote(key, text);
}
