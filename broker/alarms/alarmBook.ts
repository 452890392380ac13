import type { MetricReader } from '../metrics/metricReader.ts';
import type { MetricPlace } from '../metrics/queries.ts';
import { type MetricRefusal, refuseMetric } from '../metrics/refusal.ts';
import type { ActionRunner } from './actions.ts';
import { type Alarm, alarmArnOf, type AlarmStatus, initialStatus } from './alarm.ts';
import { checkAlarm } from './checkAlarm.ts';
import { type AlarmState, countEvaluatedPeriods } from './evaluate.ts';
import { AlarmHistory } from './history.ts';
import { judgeAlarm } from './judge.ts';
import { describeConfiguration, describeTransition } from './historyData.ts';
import { isForgotten, stepOf } from './readWindows.ts';
import { RememberedPoints } from './rememberedPoints.ts';
import { ACTION_MEMBERS, type AlarmSettings } from './settings.ts';

/** Beyond it, new alarms are refused. */
export const MAXIMUM_ALARMS = 1000;

/** What an evaluation costs beside its periods, in periods. */
const EVALUATION_WORK = 10;
/** What the settings of all alarms may take as JSON, in characters: an alarm can have 10 metrics with 30 dimensions each. */
const MAXIMUM_SIZE = 16 * 1_048_576;

/** An alarm that went from one state to another. */
export interface AlarmTransition {
  readonly alarm: Alarm;
  readonly before: AlarmStatus;
}

export interface AlarmBookPorts {
  readonly metrics: MetricReader;
  readonly actions: ActionRunner;
  /** Epoch ms on the broker's clock. */
  now(): number;
  /** Called after each change of an alarm that is to be kept; `areOthers`: it was made or deleted. */
  onChange(alarm: Alarm, areOthers: boolean): void;
  onTransition(transition: AlarmTransition): void;
}

type Change = { readonly ok: true; readonly value: Alarm } | MetricRefusal;

/** The alarms of all accounts and regions: what they are set to, what they say, and what happened to them. */
export class AlarmBook {
  private readonly ports: AlarmBookPorts;
  private readonly alarms = new Map<string, Alarm>();
  readonly history: AlarmHistory;
  private readonly remembered = new RememberedPoints();
  /** By ARN. */
  private readonly sizes = new Map<string, number>();
  private size = 0;

  constructor(ports: AlarmBookPorts, alarms: readonly Alarm[] = [], history = new AlarmHistory()) {
    this.ports = ports;
    this.history = history;
    for (const alarm of alarms) this.keep(alarm);
  }

  get all(): readonly Alarm[] {
    return [...this.alarms.values()];
  }

  /** By name. */
  list({ region, account }: MetricPlace): readonly Alarm[] {
    return this.all
      .filter((alarm) => alarm.region === region && alarm.account === account)
      .toSorted((one, other) => (one.settings.AlarmName < other.settings.AlarmName ? -1 : 1));
  }

  find({ region, account }: MetricPlace, name: string): Alarm | undefined {
    return this.alarms.get(alarmArnOf(region, account, name));
  }

  findByArn(arn: string): Alarm | undefined {
    return this.alarms.get(arn);
  }

  /** Makes an alarm, or sets one to something else: then its state stays. */
  put(place: MetricPlace, settings: AlarmSettings, tags: ReadonlyMap<string, string> = new Map()): Change {
    const checked = checkAlarm(place, settings);
    if (!checked.ok) return checked;
    const now = this.ports.now();
    const known = this.find(place, settings.AlarmName);
    const size = this.size + measure(settings) - (known === undefined ? 0 : (this.sizes.get(known.arn) ?? 0));
    if (size > MAXIMUM_SIZE) {
      return refuseMetric('LimitExceeded', `The alarms take ${MAXIMUM_SIZE} characters, which is the limit.`);
    }
    if (known !== undefined) {
      const before = known.settings;
      this.remembered.forget(known.checked);
      Object.assign(known, { settings, checked, configuredAt: now });
      this.keep(known);
      this.noteConfiguration(known, now, 'updated', before);
      this.ports.onChange(known, true);
      return { ok: true, value: known };
    }
    if (this.alarms.size >= MAXIMUM_ALARMS) {
      return refuseMetric('LimitExceeded', `There are ${MAXIMUM_ALARMS} alarms, which is the limit.`);
    }
    const { region, account } = place;
    const alarm: Alarm = {
      region,
      account,
      arn: alarmArnOf(region, account, settings.AlarmName),
      settings,
      checked,
      configuredAt: now,
      status: initialStatus(now),
      tags: new Map(tags),
    };
    this.keep(alarm);
    this.noteConfiguration(alarm, now, 'created', undefined);
    this.ports.onChange(alarm, true);
    return { ok: true, value: alarm };
  }

  /** Names of no alarm are no error. */
  remove(place: MetricPlace, names: readonly string[]): void {
    for (const name of names) {
      const alarm = this.find(place, name);
      if (alarm === undefined) continue;
      this.alarms.delete(alarm.arn);
      this.remembered.forget(alarm.checked);
      this.size -= this.sizes.get(alarm.arn) ?? 0;
      this.sizes.delete(alarm.arn);
      this.noteConfiguration(alarm, this.ports.now(), 'deleted', alarm.settings);
      this.ports.onChange(alarm, true);
    }
  }

  enableActions(place: MetricPlace, names: readonly string[], ActionsEnabled: boolean): void {
    for (const name of names) {
      const alarm = this.find(place, name);
      if (alarm === undefined || (alarm.settings.ActionsEnabled ?? true) === ActionsEnabled) continue;
      const before = alarm.settings;
      const now = this.ports.now();
      Object.assign(alarm, { settings: { ...before, ActionsEnabled }, configuredAt: now });
      this.noteConfiguration(alarm, now, 'updated', before);
      this.ports.onChange(alarm, false);
    }
  }

  tag(alarm: Alarm, tags: ReadonlyMap<string, string>): void {
    for (const [key, value] of tags) alarm.tags.set(key, value);
    this.ports.onChange(alarm, false);
  }

  untag(alarm: Alarm, keys: readonly string[]): void {
    for (const key of keys) alarm.tags.delete(key);
    this.ports.onChange(alarm, false);
  }

  /** Puts an alarm into a state until its next evaluation; runs the actions of that state, if it is another. */
  setState(alarm: Alarm, state: AlarmState, reason: string, reasonData: string | undefined): void {
    this.become(alarm, state, reason, reasonData, this.ports.now());
  }

  /**
   * Evaluates the alarms that have a step ending at a time, one after the other; yields after each how much work it was, about
   * in periods. Throws the first defect, after all were evaluated.
   * @param atSeconds epoch s
   */
  *evaluate(atSeconds: number): Generator<number> {
    const defects: unknown[] = [];
    for (const alarm of this.all) {
      const { rule, periodSeconds } = alarm.checked;
      if (atSeconds % stepOf(periodSeconds) !== 0) continue;
      const count = countEvaluatedPeriods(rule);
      yield EVALUATION_WORK + count;
      // Others had their turn: it may be deleted by now.
      if (this.alarms.get(alarm.arn) !== alarm) continue;
      if (isForgotten(atSeconds, periodSeconds, count, this.ports.now())) continue;
      try {
        this.evaluateOne(alarm, atSeconds);
      } catch (error) {
        defects.push(error);
      }
    }
    if (defects.length > 0) throw defects[0];
  }

  /** The clock was set back: nothing has happened later than now. */
  goBack(): void {
    const now = this.ports.now();
    this.remembered.clear();
    for (const alarm of this.all) {
      const { updatedAt, transitionedAt } = alarm.status;
      alarm.configuredAt = Math.min(alarm.configuredAt, now);
      alarm.status = {
        ...alarm.status,
        updatedAt: Math.min(updatedAt, now),
        transitionedAt: Math.min(transitionedAt, now),
      };
    }
  }

  private keep(alarm: Alarm): void {
    const size = measure(alarm.settings);
    this.size += size - (this.sizes.get(alarm.arn) ?? 0);
    this.sizes.set(alarm.arn, size);
    this.alarms.set(alarm.arn, alarm);
  }

  private evaluateOne(alarm: Alarm, atSeconds: number): void {
    const { state, explain } = judgeAlarm(
      alarm,
      this.ports.metrics,
      atSeconds,
      atSeconds * 1000,
      this.remembered,
    );
    if (state === alarm.status.state) return;
    const { reason, reasonData } = explain();
    this.become(alarm, state, reason, reasonData, atSeconds * 1000);
  }

  private become(
    alarm: Alarm,
    state: AlarmState,
    reason: string,
    reasonData: string | undefined,
    at: number,
  ): void {
    const before = alarm.status;
    const isOther = before.state !== state;
    const transitionedAt = isOther ? at : before.transitionedAt;
    alarm.status = { state, reason, reasonData, updatedAt: at, transitionedAt };
    this.ports.onChange(alarm, false);
    if (!isOther) return;
    const summary = `Alarm updated from ${before.state} to ${state}`;
    this.history.add(alarm, at, 'StateUpdate', summary, describeTransition(before, alarm.status));
    this.ports.onTransition({ alarm, before });
    if (alarm.settings.ActionsEnabled !== false) this.runActions(alarm, before, at);
  }

  private runActions(alarm: Alarm, before: AlarmStatus, at: number): void {
    const { state } = alarm.status;
    for (const arn of alarm.settings[ACTION_MEMBERS[state]] ?? []) {
      const { published, failure } = this.ports.actions.run(arn, alarm, before);
      const summary =
        failure === undefined
          ? `Successfully executed action ${arn}`
          : `Failed to execute action ${arn}. Received error: "${failure}"`;
      this.history.add(alarm, at, 'Action', summary, {
        actionState: failure === undefined ? 'Succeeded' : 'Failed',
        stateUpdateTimestamp: at,
        notificationResource: arn,
        publishedMessage: published,
        error: failure ?? null,
      });
    }
  }

  private noteConfiguration(
    alarm: Alarm,
    at: number,
    verb: 'created' | 'updated' | 'deleted',
    before: AlarmSettings | undefined,
  ): void {
    const summary = `Alarm "${alarm.settings.AlarmName}" ${verb}`;
    this.history.add(alarm, at, 'ConfigurationUpdate', summary, describeConfiguration(alarm, verb, before));
  }
}

function measure(settings: AlarmSettings): number {
  return JSON.stringify(settings).length;
}
