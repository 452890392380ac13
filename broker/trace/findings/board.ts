import type { Finding } from '../../protocol/findings.ts';
import type { TraceNames } from '../traceEvent.ts';
import type { Rule, Sighting } from './rule.ts';

/** Findings kept; beyond that the one that was seen last longest ago goes. */
const MAXIMUM_FINDINGS = 500;
const MAXIMUM_DISMISSED = 2000;
/** Message ids kept of one finding. */
const MAXIMUM_MESSAGES = 20;

interface Entry {
  readonly rule: Rule;
  readonly queueArn: string;
  readonly firstSeen: number;
  readonly messageNumbers: Set<number>;
  lastSeen: number;
  count: number;
  sighting: Sighting;
}

/** What was found: sightings of one mistake gathered into one finding. */
export class FindingBoard {
  private readonly names: TraceNames;
  /** In the order of the last sighting. */
  private readonly entries = new Map<string, Entry>();
  private readonly dismissed = new Set<string>();

  constructor(names: TraceNames) {
    this.names = names;
  }

  /** @returns whether the list has changed */
  add(rule: Rule, queueArn: string, at: number, sighting: Sighting): boolean {
    const id = `${rule.name} ${queueArn} ${sighting.about}`;
    if (this.dismissed.has(id)) return false;
    const entry = this.entries.get(id) ?? {
      rule,
      queueArn,
      firstSeen: at,
      messageNumbers: new Set(),
      lastSeen: at,
      count: 0,
      sighting,
    };
    entry.lastSeen = at;
    entry.count++;
    entry.sighting = sighting;
    const { messageNumber } = sighting;
    if (messageNumber !== undefined) remember(entry.messageNumbers, messageNumber, MAXIMUM_MESSAGES);
    this.entries.delete(id);
    this.entries.set(id, entry);
    dropOldest(this.entries, MAXIMUM_FINDINGS);
    return true;
  }

  /** The one seen last first. */
  list(): Finding[] {
    return [...this.entries].reverse().map(([id, entry]) => this.describe(id, entry));
  }

  /** @returns whether there was one */
  dismiss(id: string): boolean {
    if (!this.entries.delete(id)) return false;
    remember(this.dismissed, id, MAXIMUM_DISMISSED);
    return true;
  }

  clear(): void {
    this.entries.clear();
    this.dismissed.clear();
  }

  private describe(id: string, entry: Entry): Finding {
    const { severity, title, caller, explanation, remedy, suggestion } = entry.sighting;
    return {
      id,
      rule: entry.rule.name,
      severity,
      title,
      queueArn: entry.queueArn,
      ...(caller === undefined ? {} : { consumer: this.names.consumer(caller) }),
      messageIds: [...entry.messageNumbers].reverse().map((number) => this.names.messageId(number)),
      firstSeen: entry.firstSeen,
      lastSeen: entry.lastSeen,
      count: entry.count,
      explanation,
      remedy,
      ...(suggestion === undefined ? {} : { suggestion }),
    };
  }
}

function remember<T>(set: Set<T>, value: T, maximum: number): void {
  set.delete(value);
  set.add(value);
  dropOldest(set, maximum);
}

function dropOldest<K>(keys: Map<K, unknown> | Set<K>, maximum: number): void {
  if (keys.size <= maximum) return;
  for (const oldest of keys.keys()) {
    keys.delete(oldest);
    return;
  }
}
