import type { Alarm } from './alarm.ts';

export type HistoryType = 'ConfigurationUpdate' | 'StateUpdate' | 'Action';

/** Something that happened to an alarm. */
export interface HistoryItem {
  readonly region: string;
  readonly account: string;
  readonly alarmName: string;
  /** Epoch ms on the broker's clock. */
  readonly at: number;
  readonly type: HistoryType;
  readonly summary: string;
  /** JSON. */
  readonly data: string;
}

const MAXIMUM_ITEMS = 1000;
const KEPT_MS = 14 * 86_400_000;
const MAXIMUM_SUMMARY_LENGTH = 255;
const MAXIMUM_DATA_LENGTH = 4095;

/** What happened to the alarms of the last two weeks, deleted ones too; the oldest items go first when there are too many. */
export class AlarmHistory {
  private items: HistoryItem[];

  constructor(items: readonly HistoryItem[] = []) {
    this.items = items.slice(-MAXIMUM_ITEMS);
  }

  get all(): readonly HistoryItem[] {
    return this.items;
  }

  add(
    { region, account, settings }: Alarm,
    at: number,
    type: HistoryType,
    summary: string,
    data: object,
  ): void {
    const text = JSON.stringify(data);
    this.items.push({
      region,
      account,
      alarmName: settings.AlarmName,
      at,
      type,
      summary: summary.slice(0, MAXIMUM_SUMMARY_LENGTH),
      data:
        text.length <= MAXIMUM_DATA_LENGTH ? text : JSON.stringify({ ...pickKind(data), truncated: true }),
    });
    if (this.items.length > MAXIMUM_ITEMS || (this.items[0]?.at ?? at) < at - KEPT_MS) {
      this.items = this.items.slice(-MAXIMUM_ITEMS).filter((item) => item.at >= at - KEPT_MS);
    }
  }
}

/** What tells items apart stays, in the order in which it is written. */
function pickKind(data: object): object {
  return 'type' in data ? { version: '1.0', type: data.type } : { version: '1.0' };
}
