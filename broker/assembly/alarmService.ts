import type { NoteKeeper } from '../engine/base/noteKeeper.ts';
import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { AlarmActions, type RunScalingPolicy, type SendToQueue } from '../alarms/actions.ts';
import { AlarmBook, type AlarmTransition } from '../alarms/alarmBook.ts';
import { findQueueArn } from '../alarms/alarm.ts';
import { type AlarmReading, readAlarm } from '../alarms/alarmReading.ts';
import { AlarmClock } from '../alarms/alarmClock.ts';
import { loadAlarms, saveAlarms, saveHistory } from '../alarms/savedAlarms.ts';
import { listStateSpans } from '../alarms/stateSpans.ts';
import { type Topic, topicArnOf, TopicBook } from '../alarms/topics.ts';
import { readForm, writeForm } from '../alarms/condition.ts';
import type { Alarm } from '../alarms/alarm.ts';
import type {
  ActionTarget,
  AlarmForm,
  AlarmHistoryEntry,
  AlarmInfo,
  AlarmStates,
  AlarmStateValue,
  PutAlarmParams,
} from '../protocol/alarms.ts';
import { describeAlarmInfo } from './describeAlarms.ts';
import type { Engine } from '../engine/engine.ts';
import type { Queue } from '../engine/state/queue.ts';
import { sendMessage } from '../engine/operations/sendMessage.ts';
import type { AlarmSettings } from '../alarms/settings.ts';
import type { MetricPlace } from '../metrics/queries.ts';
import type { MetricReader } from '../metrics/metricReader.ts';
import type { ControllableClock } from '../time/clock.ts';
import type { Schedule } from '../time/schedule.ts';
import { Throttle } from '../time/throttle.ts';

/** Shortest time between two writes of what alarms say, ms; what callers changed is written before they are answered. */
const SAVE_MS = 1000;
/** Shortest time between two lists for the editor, ms. */
const TELL_MS = 250;
/** In the history of alarms that were put into a state by hand. */
const TEST_REASON = 'Set in the editor, to test what follows.';

/** Why an alarm is not set; `member` is that of PutMetricAlarm. */
export type AlarmRefusal = { readonly message: string; readonly member?: string | undefined } | undefined;

export interface AlarmServicePorts {
  readonly engine: Engine;
  readonly metrics: MetricReader;
  readonly clock: ControllableClock;
  readonly schedule: Schedule;
  /** Absent: alarms end with the broker. */
  readonly notes: NoteKeeper | undefined;
  readonly scale: RunScalingPolicy;
  log(line: string): void;
  onDefect(error: unknown): void;
  onTransition(transition: AlarmTransition): void;
  /** Alarms came, went, or changed: at most every 250 ms. */
  onListChange(alarms: readonly AlarmInfo[]): void;
}

/** The alarms of a broker, their topics, and when they are evaluated; kept over restarts where there is a journal. */
export class AlarmService {
  readonly book: AlarmBook;
  readonly topics: TopicBook;
  private readonly ports: AlarmServicePorts;
  private readonly clock: AlarmClock;
  private readonly saving: Throttle;
  private readonly telling: Throttle;
  private isUnsaved = false;
  /** ARNs of alarms that were changed since they were saved. */
  private readonly changed = new Set<string>();

  constructor(ports: AlarmServicePorts) {
    const { metrics, clock, engine, schedule, notes } = ports;
    this.ports = ports;
    const { alarms, topics, history, areOld, problems } = loadAlarms(notes);
    if (areOld) for (const { arn } of alarms) this.changed.add(arn);
    for (const problem of problems) ports.log(`alarms: ${problem}`);
    this.topics = new TopicBook(topics);
    this.telling = new Throttle(
      schedule,
      TELL_MS,
      this.guard(() => ports.onListChange(this.describe())),
    );
    this.saving = new Throttle(
      schedule,
      SAVE_MS,
      this.guard(() => this.save()),
    );
    this.book = new AlarmBook(
      {
        metrics,
        actions: new AlarmActions(this.topics, createSender(engine), ports.scale),
        now: () => clock.now(),
        onChange: ({ arn }, areOthers) => {
          this.changed.add(arn);
          this.noticeChange();
          if (areOthers) this.clock.arrange();
        },
        onTransition: (transition) => ports.onTransition(transition),
      },
      alarms,
      history,
    );
    const wakeAt = clock.addWaker((work) => this.guard(() => this.clock.wake(work))());
    this.clock = new AlarmClock(this.book, { now: () => clock.now(), wakeAt });
    this.clock.arrange();
  }

  find(place: MetricPlace, name: string): AlarmSettings | undefined {
    return this.book.find(place, name)?.settings;
  }

  /** What an alarm says and looks at now. */
  read(arn: string): AlarmReading | undefined {
    const alarm = this.book.findByArn(arn);
    return alarm && readAlarm(alarm, this.ports.metrics, this.ports.clock.now());
  }

  list(place: MetricPlace): readonly AlarmSettings[] {
    return this.book.list(place).map(({ settings }) => settings);
  }

  listTopics({ region, account }: MetricPlace): readonly Topic[] {
    const here = this.topics.all.filter((topic) => topic.region === region && topic.account === account);
    const names = new Set(here.map(({ name }) => name));
    return [...names].flatMap((name) => this.topics.find(topicArnOf(region, account, name)) ?? []);
  }

  listTopicTargets(place: MetricPlace): readonly ActionTarget[] {
    return this.listTopics(place).map(({ region, account, name }) => ({
      kind: 'topic',
      name,
      arn: topicArnOf(region, account, name),
    }));
  }

  put(place: MetricPlace, settings: AlarmSettings): { readonly ok: boolean } {
    return this.book.put(place, settings);
  }

  /** Creates an alarm on a metric of a queue, or changes it. @returns why not */
  putForm({ region, account, name: queueName }: Queue, { name, form, isNew }: PutAlarmParams): AlarmRefusal {
    const place = { region, account };
    const known = this.find(place, name);
    if (isNew && known !== undefined) {
      return { member: 'AlarmName', message: l10n.t('The alarm {0} already exists.', name) };
    }
    const put = this.book.put(place, writeForm(name, form, queueName, known));
    this.save();
    return put.ok ? undefined : put;
  }

  /** What an alarm is set to, and whether it exists: not every alarm fits into a form. */
  readForm(place: MetricPlace, name: string): { readonly form?: AlarmForm; readonly exists: boolean } {
    const alarm = this.book.find(place, name);
    const form = alarm && readForm(alarm);
    return { ...(form === undefined ? {} : { form }), exists: alarm !== undefined };
  }

  delete(arn: string): boolean {
    return this.change(arn, (alarm) => this.book.remove(alarm, [alarm.settings.AlarmName]));
  }

  enableActions(arn: string, isEnabled: boolean): boolean {
    return this.change(arn, (alarm) => this.book.enableActions(alarm, [alarm.settings.AlarmName], isEnabled));
  }

  setState(arn: string, state: AlarmStateValue): boolean {
    return this.change(arn, (alarm) => this.book.setState(alarm, state, TEST_REASON, undefined));
  }

  readHistory(arn: string): readonly AlarmHistoryEntry[] | undefined {
    const alarm = this.book.findByArn(arn);
    if (alarm === undefined) return undefined;
    const { region, account, settings } = alarm;
    return this.book.history.all
      .filter(
        (item) => item.alarmName === settings.AlarmName && item.region === region && item.account === account,
      )
      .map(({ at, type, summary }) => ({ at, type, summary }))
      .toReversed();
  }

  /** Replaces the topics of a file. */
  setTopics(source: string, topics: readonly Topic[]): void {
    if (this.topics.setAll(source, topics)) this.noticeChange();
  }

  /** The clock was set back. */
  goBack(): void {
    this.book.goBack();
    this.clock.goBack();
  }

  /** Writes what has changed, before whoever changed it is answered. */
  save(): void {
    const { notes } = this.ports;
    if (!this.isUnsaved || notes === undefined) return;
    saveAlarms(notes, this.book.all, this.topics.all, this.changed);
    this.changed.clear();
    saveHistory(notes, this.book.history);
    this.isUnsaved = false;
  }

  describe(): readonly AlarmInfo[] {
    return this.book.all.map(describeAlarmInfo);
  }

  listStates(queueArns: readonly string[]): readonly AlarmStates[] {
    const { book, ports } = this;
    const now = ports.clock.now();
    return book.all.flatMap((alarm) => {
      const queueArn = findQueueArn(alarm);
      if (queueArn === undefined || !queueArns.includes(queueArn)) return [];
      return [{ alarm: describeAlarmInfo(alarm), spans: listStateSpans(alarm, book.history.all, now) }];
    });
  }

  stop(): void {
    this.clock.stop();
    this.telling.stop();
    this.saving.stop();
    this.save();
  }

  private change(arn: string, change: (alarm: Alarm) => void): boolean {
    const alarm = this.book.findByArn(arn);
    if (alarm === undefined) return false;
    change(alarm);
    this.save();
    return true;
  }

  private noticeChange(): void {
    this.telling.notice();
    this.isUnsaved = true;
    if (this.ports.notes !== undefined) this.saving.notice();
  }

  /** What a timer runs: a defect of it that is not caught here would end the broker. */
  private guard(run: () => void): () => void {
    return () => {
      try {
        run();
      } catch (error) {
        this.ports.onDefect(error);
      }
    };
  }
}

/** Notifications are sent as any program would send them, by a caller of their own. */
function createSender(engine: Engine): SendToQueue {
  return ({ region, account, queueName }, body) => {
    const queue = engine.findQueue(region, account, queueName);
    if (queue === undefined) return 'The specified queue does not exist.';
    const name = 'sns.amazonaws.com';
    const sent = sendMessage(
      engine,
      queue,
      { body },
      {
        consumerId: name,
        accessKeyId: name,
        account,
        region,
        userAgent: '',
        requestId: randomUUID(),
        action: 'SendMessage',
      },
    );
    return sent.ok ? undefined : sent.message;
  };
}
