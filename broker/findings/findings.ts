import type { Finding } from '../protocol/findings.ts';
import type { TraceEventKind } from '../protocol/trace.ts';
import type { TraceRecord } from '../trace/record.ts';
import type { TraceNames } from '../trace/traceEvent.ts';
import { RULES } from './allRules.ts';
import { FindingList } from './findingList.ts';
import { Lineage } from './lineage.ts';
import type { FindingContext, Rule, RuleInput } from './rule.ts';
import { Tracker } from './tracker.ts';

/** Events about a program's work; all others are skipped at the cost of one look-up. */
const TRACKED: readonly TraceEventKind[] = [
  'received',
  'expired',
  'visibilityChanged',
  'held',
  'deleted',
  'movedToDeadLetter',
  'redriven',
  'invoked',
  'invocationEnded',
  'invocationFailed',
];

/** Events that can be the end of a finding. */
const SETTLING: ReadonlySet<TraceEventKind> = new Set([
  'deleted',
  'movedToDeadLetter',
  'redriven',
  'retentionExpired',
  'purged',
  'queueChanged',
  'queueDeleted',
]);

export interface FindingPorts extends TraceNames, FindingContext {
  /** Something about the list has changed. */
  onChange(): void;
}

/** Watches what programs do and reports likely mistakes. */
export class Findings {
  private readonly ports: FindingPorts;
  private readonly findingList: FindingList;
  private readonly tracker: Tracker;
  private readonly lineage = new Lineage();
  private readonly rules = new Map<TraceEventKind, Rule[]>();
  private readonly mends = new Map<TraceEventKind, Rule[]>();

  constructor(ports: FindingPorts) {
    this.ports = ports;
    this.findingList = new FindingList(ports);
    this.tracker = new Tracker((since, until) => ports.jumpedMs(since, until));
    for (const kind of [...TRACKED, ...SETTLING]) this.rules.set(kind, []);
    for (const rule of RULES) {
      for (const kind of rule.kinds) this.rules.set(kind, [...(this.rules.get(kind) ?? []), rule]);
      for (const kind of rule.mend?.kinds ?? [])
        this.mends.set(kind, [...(this.mends.get(kind) ?? []), rule]);
    }
  }

  observe(record: TraceRecord): void {
    const rules = this.rules.get(record.kind);
    const { queueArn } = record;
    if (rules === undefined || queueArn === undefined) return;
    const descent = this.lineage.observe(record);
    // What else is sent is no mistake, and it is most of what happens.
    if (record.kind === 'sent' && descent === undefined) return;
    const { tracker, ports } = this;
    const work = tracker.workOf(record);
    tracker.begin(record, work);
    const flight = tracker.flightOf(record);
    const handlingMs = flight === undefined ? 0 : tracker.handlingMs(record, flight);
    const input = {
      record,
      queueArn,
      caller: record.caller,
      work,
      flight,
      handlingMs,
      descent,
      context: ports,
    };
    let isChanged = !this.findingList.isEmpty && this.settle(input);
    for (const rule of rules) {
      const observation = rule.evaluate(input);
      if (observation === undefined) continue;
      isChanged = this.findingList.add(rule, queueArn, record.at, observation) || isChanged;
    }
    tracker.end(record, work);
    if (record.kind === 'purged' || record.kind === 'queueDeleted') tracker.forgetQueue(queueArn);
    if (isChanged) ports.onChange();
  }

  private settle(input: RuleInput): boolean {
    const { record, queueArn, context } = input;
    let isChanged = false;
    for (const rule of this.mends.get(record.kind) ?? []) {
      const about = rule.mend?.evaluate(input);
      if (about !== undefined) isChanged = this.findingList.mend(rule, queueArn, about) || isChanged;
    }
    if (!SETTLING.has(record.kind)) return isChanged;
    const facts = record.kind === 'queueChanged' ? context.queue(queueArn) : undefined;
    return this.findingList.settle(record, facts) || isChanged;
  }

  /** For a clock that was set back. */
  shiftTimes(byMs: number): void {
    this.tracker.shiftTimes(byMs);
    this.findingList.shiftTimes(byMs);
  }

  list(): Finding[] {
    return this.findingList.list();
  }

  /** @returns whether there was one */
  dismiss(id: string): boolean {
    if (!this.findingList.dismiss(id)) return false;
    this.ports.onChange();
    return true;
  }

  clear(): void {
    this.findingList.clear();
    this.tracker.clear();
    this.lineage.clear();
    this.ports.onChange();
  }
}
