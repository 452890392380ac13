import assert from 'node:assert/strict';
import type { Allowance } from './allowance.ts';
import type { Fate, FoundMessage, Sweep } from './fate.ts';
import { type Family, TIMEOUT_MS, familyOf } from './queues.ts';

/** An undo that was asked for and not answered. */
interface Undo {
  readonly sweep: Sweep;
  /** What the ranks were before. */
  readonly ranks: ReadonlyMap<Fate, number>;
}

export interface Checked {
  readonly lost: number;
  readonly returned: number;
}

/** The fates of all messages of a round. A body begins with its label. */
export class Ledger {
  private readonly fates = new Map<number, Fate>();
  private readonly labels = new Map<string, number>();
  /** What was asked for as a whole: after a crash, all of it happened or none. */
  private readonly wholes = new Map<Family, readonly Fate[]>();
  /** The newest purge or deletion of each family that can be undone. */
  readonly sweeps = new Map<Family, Sweep>();
  private readonly undos = new Map<Family, Undo>();
  private nextRank = 0;
  sends = 0;
  answers = 0;
  /** A queue was asked for in the place of the deleted one, and it is not answered. */
  isRemaking = false;
  /** See {@link Allowance.sweepsReturnLater}. */
  private sweepsReturn = false;
  /** Bits were flipped. */
  isDamaged = false;

  /** Messages that are there for certain. */
  countOf(family: Family): number {
    let count = 0;
    for (const fate of this.fates.values()) {
      if (fate.family === family && fate.presence === 'must' && !fate.isRecovered) count++;
    }
    return count;
  }

  begin(family: Family, groupId: string | undefined): Fate {
    const fate: Fate = {
      label: this.fates.size,
      family,
      groupId,
      rank: this.nextRank++,
      presence: 'may',
      timeoutMs: TIMEOUT_MS,
      longestTimeoutMs: TIMEOUT_MS,
      wasSwept: false,
      isRecovered: false,
      isDoubled: false,
    };
    this.fates.set(fate.label, fate);
    return fate;
  }

  wasSent(fate: Fate, messageId: string): void {
    // Another program may have received it, and asked for its deletion, before its sender reads the answer.
    if (!this.labels.has(messageId)) fate.presence = 'must';
    this.labels.set(messageId, fate.label);
    this.sends++;
    this.answers++;
  }

  wasReceived(body: string, messageId: string): Fate {
    const fate = this.find(body);
    if (fate.isDoubled) return fate;
    assert.notEqual(fate.presence, 'never', `${fate.label} was deleted and is delivered`);
    this.labels.set(messageId, fate.label);
    // It may have been sent without an answer: whoever has it knows that it is there.
    fate.presence = 'must';
    fate.timeoutMs = TIMEOUT_MS;
    return fate;
  }

  changesVisibility(fate: Fate, timeoutMs: number): void {
    fate.timeoutMs = Math.max(fate.timeoutMs, timeoutMs);
    fate.longestTimeoutMs = Math.max(fate.longestTimeoutMs, timeoutMs);
  }

  hasChangedVisibility(fate: Fate, timeoutMs: number): void {
    // Once it is visible, another program may receive it at any time.
    fate.timeoutMs = timeoutMs === 0 ? TIMEOUT_MS : timeoutMs;
    this.answers++;
  }

  deletes(fates: readonly Fate[]): void {
    for (const fate of fates) fate.presence = 'may';
  }

  haveDeleted(fates: readonly Fate[]): void {
    for (const fate of fates) fate.presence = fate.isDoubled ? 'may' : 'never';
    this.answers++;
  }

  /** A purge, or the deletion of a queue, is asked for. */
  beginSweep(family: Family): Sweep {
    const all = [...this.fates.values()].filter(
      (fate) => fate.family === family && fate.presence !== 'never' && !fate.isRecovered,
    );
    const taken = all.map((fate) => ({ fate, before: fate.presence }));
    const sweep = { isAnswered: false, isDamaged: false, family, taken };
    this.wholes.set(family, certainOf(sweep));
    for (const fate of all) Object.assign(fate, { presence: 'may', wasSwept: true });
    this.sweeps.set(family, sweep);
    return sweep;
  }

  hasSwept(sweep: Sweep): void {
    const { family, taken } = sweep;
    sweep.isAnswered = true;
    for (const { fate } of taken) fate.presence = 'never';
    this.wholes.delete(family);
    this.answers++;
  }

  /** An undo is asked for. */
  beginUndo(sweep: Sweep): void {
    const { family, taken } = sweep;
    sweep.isAnswered = false;
    if (!sweep.isDamaged) this.wholes.set(family, certainOf(sweep));
    this.undos.set(family, { sweep, ranks: new Map(taken.map(({ fate }) => [fate, fate.rank])) });
    for (const { fate, before } of [...taken].sort((one, other) => one.fate.rank - other.fate.rank)) {
      fate.rank = this.nextRank++;
      if (before !== 'never') fate.presence = 'may';
    }
  }

  /** @param messages how many came back, as the broker says */
  hasUndone(sweep: Sweep, messages: number): void {
    const { family, taken } = sweep;
    const expected = certainOf(sweep).length;
    const hasEnough = messages >= expected;
    assert.ok(hasEnough || sweep.isDamaged, `${messages} of ${expected} messages of ${family} came back`);
    // After damage the number says which ones came back only where it can be no others.
    const isKnown = !sweep.isDamaged || (hasEnough && taken.every(({ before }) => before !== 'may'));
    for (const { fate, before } of taken) {
      if (isKnown) fate.presence = before;
      fate.timeoutMs = TIMEOUT_MS;
    }
    this.endUndo(family);
    this.answers++;
  }

  /** The broker does not know of the sweep any more. */
  cannotUndo(sweep: Sweep): void {
    const { family, taken } = sweep;
    assert.ok(sweep.isDamaged, `the purge or deletion of ${family} cannot be undone`);
    for (const { fate } of taken) fate.presence = 'never';
    this.takeBackRanks(family);
    this.endUndo(family);
  }

  private endUndo(family: Family): void {
    this.wholes.delete(family);
    this.undos.delete(family);
    this.sweeps.delete(family);
  }

  /** The undo did not happen: what comes back by damage is where it was. */
  private takeBackRanks(family: Family): void {
    for (const [fate, rank] of this.undos.get(family)?.ranks ?? []) fate.rank = rank;
  }

  /** Of sweeps that are not known any more, an undo of a later one may bring back what they took. */
  private addEarlier(sweep: Sweep): void {
    const known = new Set(sweep.taken.map(({ fate }) => fate));
    const earlier = [...this.fates.values()].filter(
      (fate) =>
        fate.family === sweep.family && fate.wasSwept && !known.has(fate) && fate.presence === 'never',
    );
    sweep.taken = [...sweep.taken, ...earlier.map((fate) => ({ fate, before: 'may' as const }))];
  }

  /** Compares all that a broker has after its start with what programs were told. */
  check(
    { queues, messages }: { readonly queues: readonly string[]; readonly messages: readonly FoundMessage[] },
    allowance: Allowance,
  ): Checked {
    const byLabel = new Map<number, FoundMessage>();
    for (const message of messages) {
      const fate = this.find(message.body);
      const other = byLabel.get(fate.label);
      if (other !== undefined) {
        const isReturned = [message, other].some(({ messageId }) => allowance.returned.has(messageId));
        assert.ok(isReturned || fate.isDoubled, `${fate.label} is there twice`);
        fate.isDoubled = true;
      }
      byLabel.set(fate.label, message);
      this.labels.set(message.messageId, fate.label);
      this.checkPlace(fate, message, allowance);
    }
    const lost = labelsOf(this.labels, allowance.lost);
    const returned = labelsOf(this.labels, allowance.returned);
    const mayReturn = (fate: Fate): boolean =>
      returned.has(fate.label) || ((allowance.sweepsReturn || this.sweepsReturn) && fate.wasSwept);
    const excused = (fate: Fate): boolean => lost.has(fate.label) || mayReturn(fate);
    this.checkWholes(byLabel, excused);
    const result = { lost: 0, returned: 0 };
    for (const fate of this.fates.values()) {
      const isThere = byLabel.has(fate.label);
      if (fate.isDoubled) fate.presence = 'may';
      if (fate.presence === 'must' && !isThere) {
        assert.ok(lost.has(fate.label), `${fate.label} of ${fate.family} is lost`);
        result.lost++;
      }
      if (fate.presence === 'never' && isThere) {
        assert.ok(mayReturn(fate), `${fate.label} of ${fate.family} has come back`);
        result.returned++;
      }
      if (!fate.isDoubled) fate.presence = isThere ? 'must' : 'never';
    }
    for (const [family, { sweep }] of this.undos) {
      if (!sweep.taken.some(({ fate }) => byLabel.has(fate.label))) this.takeBackRanks(family);
    }
    this.undos.clear();
    for (const [family, sweep] of this.sweeps) {
      // What was asked for did not happen, or came back by damage.
      if (sweep.taken.some(({ fate, before }) => before === 'must' && byLabel.has(fate.label)))
        this.sweeps.delete(family);
      if (allowance.isDamaged) sweep.isDamaged = true;
      if (allowance.sweepsReturn) this.addEarlier(sweep);
    }
    if (allowance.isDamaged) this.isDamaged = true;
    if (allowance.sweepsReturnLater) this.sweepsReturn = true;
    const deletion = queues.includes('removed') ? this.sweeps.get('removed') : undefined;
    if (deletion !== undefined) this.sweeps.delete('removed');
    const mayBeBack = deletion?.isAnswered !== true || deletion.isDamaged || this.isRemaking;
    assert.ok(mayBeBack, 'a deleted queue has come back');
    this.isRemaking = false;
    this.checkOrder(messages);
    return result;
  }

  /** Of what is there for certain, how much a broker does not have; what it has must be there. */
  countMissing(found: readonly FoundMessage[]): number {
    const present = new Set(found.map(({ body }) => this.find(body).label));
    let missing = 0;
    for (const { label, presence } of this.fates.values()) {
      if (presence === 'must' && !present.has(label)) missing++;
      assert.ok(presence !== 'never' || !present.has(label), `${label} has come back`);
    }
    return missing;
  }

  private checkPlace(fate: Fate, { queue, state, remainingMs }: FoundMessage, allowance: Allowance): void {
    if (fate.isDoubled) return;
    const family = familyOf(queue);
    fate.isRecovered = family === undefined;
    if (family !== undefined) assert.equal(family, fate.family, `${fate.label} is in ${queue}`);
    else assert.ok(allowance.isDamaged || this.isDamaged, `${fate.label} is in ${queue}`);
    if (state !== 'inFlight') return;
    if (allowance.isDamaged) fate.timeoutMs = fate.longestTimeoutMs;
    assert.ok(remainingMs <= fate.timeoutMs, `${fate.label} is in flight for ${remainingMs} ms`);
  }

  private checkWholes(byLabel: ReadonlyMap<number, unknown>, excused: (fate: Fate) => boolean): void {
    for (const [family, fates] of this.wholes) {
      const judged = fates.filter((fate) => !excused(fate));
      const present = judged.filter(({ label }) => byLabel.has(label)).length;
      assert.ok(
        present === 0 || present === judged.length,
        `a purge, deletion or undo of ${family} is half done: ${present} of ${judged.length} are there`,
      );
    }
    this.wholes.clear();
  }

  /** What is in flight, and what is not, each in the order of the sends. */
  private checkOrder(found: readonly FoundMessage[]): void {
    const last = new Map<string, number>();
    for (const { body, queue, state } of found) {
      const { groupId, rank, label } = this.find(body);
      if (groupId === undefined) continue;
      const line = `${queue} ${groupId} ${state}`;
      assert.ok(rank > (last.get(line) ?? -1), `${label} is out of order in ${line}`);
      last.set(line, rank);
    }
  }

  /** The fate of a body, which may be cut behind its label. */
  find(body: string): Fate {
    const fate = this.fates.get(Number(body.split(' ', 1)[0]));
    assert.ok(fate !== undefined, `a message that no program sent: ${body.slice(0, 20)}`);
    return fate;
  }
}

function certainOf({ taken }: Sweep): Fate[] {
  return taken.filter(({ before }) => before === 'must').map(({ fate }) => fate);
}

function labelsOf(labels: ReadonlyMap<string, number>, ids: ReadonlySet<string>): ReadonlySet<number> {
  return new Set([...ids].flatMap((id) => labels.get(id) ?? []));
}
