import type { Disposable, Event } from 'vscode';
import {
  type AlarmFormResult,
  type AlarmHistoryEntry,
  type AlarmInfo,
  type AlarmsResult,
  type AlarmStateValue,
  alarmsChanged,
  deleteAlarm,
  enableAlarmActions,
  listAlarms,
  putAlarm,
  type PutAlarmParams,
  readAlarmForm,
  readAlarmHistory,
  setAlarmState,
} from '../../broker/protocol/alarms.ts';
import type { EventSource } from '../broker/supervisedClient.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { compareNames } from '../ground/nameOrder.ts';

/** The alarms of the broker; none while it does not run. */
export class AlarmStore implements Disposable {
  readonly onDidChange: Event<void>;
  readonly #session: BrokerClient;
  readonly #emitter: EventSource<void>;
  #alarms: readonly AlarmInfo[] = [];
  #byQueue: ReadonlyMap<string, readonly AlarmInfo[]> = new Map();
  readonly #parts: readonly Disposable[];

  constructor(session: BrokerClient, emitter: EventSource<void>) {
    this.#session = session;
    this.#emitter = emitter;
    this.onDidChange = emitter.event;
    this.#parts = [
      emitter,
      session.onNotification(alarmsChanged, (params) => this.#adopt(params)),
      session.onDidConnect(() => {
        session.request(listAlarms, {}).then(
          (params) => this.#adopt(params),
          // The connection went away; the next one asks again.
          () => undefined,
        );
      }),
      session.onDidChangeState(({ kind }) => {
        if (kind === 'stopped' || kind === 'failed') this.#adopt({ alarms: [] });
      }),
    ];
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  get alarms(): readonly AlarmInfo[] {
    return this.#alarms;
  }

  /** By name. */
  findByQueue(queueArn: string): readonly AlarmInfo[] {
    return this.#byQueue.get(queueArn) ?? [];
  }

  readForm(queueArn: string, name: string | undefined): Promise<AlarmFormResult> {
    return this.#session.request(readAlarmForm, { queueArn, ...(name === undefined ? {} : { name }) });
  }

  async put(params: PutAlarmParams): Promise<void> {
    this.#adopt(await this.#session.request(putAlarm, params));
  }

  async delete(alarmArn: string): Promise<void> {
    this.#adopt(await this.#session.request(deleteAlarm, { alarmArn }));
  }

  async enableActions(alarmArn: string, enabled: boolean): Promise<void> {
    this.#adopt(await this.#session.request(enableAlarmActions, { alarmArn, enabled }));
  }

  async setState(alarmArn: string, state: AlarmStateValue): Promise<void> {
    this.#adopt(await this.#session.request(setAlarmState, { alarmArn, state }));
  }

  async readHistory(alarmArn: string): Promise<readonly AlarmHistoryEntry[]> {
    return (await this.#session.request(readAlarmHistory, { alarmArn })).entries;
  }

  #adopt({ alarms }: AlarmsResult): void {
    if (JSON.stringify(alarms) === JSON.stringify(this.#alarms)) return;
    this.#alarms = alarms.toSorted((left, right) => compareNames(left.name, right.name));
    const byQueue = new Map<string, AlarmInfo[]>();
    for (const alarm of this.#alarms) {
      if (alarm.queueArn === undefined) continue;
      const others = byQueue.get(alarm.queueArn);
      if (others === undefined) byQueue.set(alarm.queueArn, [alarm]);
      else others.push(alarm);
    }
    this.#byQueue = byQueue;
    this.#emitter.fire();
  }
}
