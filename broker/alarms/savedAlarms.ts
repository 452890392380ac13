import type { NoteKeeper } from '../engine/base/noteKeeper.ts';
import { type Alarm, alarmArnOf, type AlarmStatus } from './alarm.ts';
import { checkAlarm } from './checkAlarm.ts';
import { AlarmHistory, type HistoryItem } from './history.ts';
import type { AlarmSettings } from './settings.ts';
import type { Topic } from './topics.ts';

interface SavedAlarm {
  readonly region: string;
  readonly account: string;
  readonly settings: AlarmSettings;
  readonly configuredAt: number;
  readonly status: AlarmStatus;
  readonly tags: readonly (readonly [string, string])[];
}

/** Before alarms had notes of their own, they were beside the topics. */
interface SavedBook {
  readonly version: 1 | 2;
  readonly alarms?: readonly SavedAlarm[];
  readonly topics: readonly Topic[];
}

export interface LoadedAlarms {
  readonly alarms: readonly Alarm[];
  readonly topics: readonly Topic[];
  readonly history: AlarmHistory;
  /** They were in one note, and are to be written again. */
  readonly areOld: boolean;
  /** What could not be read, in sentences for the log. */
  readonly problems: readonly string[];
}

const ALARMS_NOTE = 'alarms';
/** A change of an alarm writes a note with a part of all alarms, not all of them. */
const SHARDS = 64;
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
    const { version, alarms = [], topics } = JSON.parse(text) as SavedBook;
    return { areOld: version === 1, alarms: [...alarms], topics: [...topics] };
  });
  const shards = Array.from(
    { length: SHARDS },
    (_, shard) => read(nameShard(shard), (text) => [...(JSON.parse(text) as SavedAlarm[])]) ?? [],
  );
  const history = read(HISTORY_NOTE, (text) => new AlarmHistory(JSON.parse(text) as HistoryItem[]));
  const saved = [...(book?.areOld === true ? book.alarms : []), ...shards.flat()];
  return {
    alarms: keepNewest(saved.flatMap((each) => restoreAlarm(each, problems))),
    topics: book?.topics ?? [],
    history: history ?? new AlarmHistory(),
    areOld: book?.areOld ?? false,
    problems,
  };
}

/** A broker of before, which cannot read the newer notes, may have written the old note beside them: no alarm gets lost. */
function keepNewest(alarms: readonly Alarm[]): Alarm[] {
  const byArn = new Map<string, Alarm>();
  for (const alarm of alarms) {
    const known = byArn.get(alarm.arn);
    if (known === undefined || alarm.configuredAt >= known.configuredAt) byArn.set(alarm.arn, alarm);
  }
  return [...byArn.values()];
}

/** One that is damaged takes none of the others with it. */
function restoreAlarm(saved: SavedAlarm, problems: string[]): Alarm[] {
  let reason: string;
  try {
    const { region, account, settings, configuredAt, status, tags } = saved;
    const arn = alarmArnOf(region, account, settings.AlarmName);
    const checked = checkAlarm({ region, account }, settings);
    if (checked.ok)
      return [{ region, account, arn, settings, checked, configuredAt, status, tags: new Map(tags) }];
    reason = checked.message;
  } catch (error) {
    reason = (error as Error).message;
  }
  problems.push(`the alarm ${JSON.stringify(saved).slice(0, 100)} cannot be restored: ${reason}`);
  return [];
}

/** @param changed the ARNs of the alarms that were made, changed or deleted */
export function saveAlarms(
  notes: NoteKeeper,
  alarms: readonly Alarm[],
  topics: readonly Topic[],
  changed: ReadonlySet<string>,
): void {
  const shards = new Map(Array.from(changed, (arn): [number, SavedAlarm[]] => [findShard(arn), []]));
  for (const { arn, region, account, settings, configuredAt, status, tags } of alarms) {
    const saved = { region, account, settings, configuredAt, status, tags: [...tags] };
    shards.get(findShard(arn))?.push(saved);
  }
  for (const [shard, saved] of shards) writeChanged(notes, nameShard(shard), JSON.stringify(saved));
  const book: SavedBook = { version: 2, topics };
  // Last: without it, the alarms of an old note still count.
  writeChanged(notes, ALARMS_NOTE, JSON.stringify(book));
}

function findShard(arn: string): number {
  let hash = 0;
  for (let at = 0; at < arn.length; at++) hash = (hash * 31 + arn.charCodeAt(at)) | 0;
  return (hash >>> 0) % SHARDS;
}

function nameShard(shard: number): string {
  return `${ALARMS_NOTE}/${shard}`;
}

export function saveHistory(notes: NoteKeeper, history: AlarmHistory): void {
  writeChanged(notes, HISTORY_NOTE, JSON.stringify(history.all));
}

function writeChanged(notes: NoteKeeper, key: string, text: string): void {
  if (notes.readNote(key) !== text) notes.writeNote(key, text);
}
