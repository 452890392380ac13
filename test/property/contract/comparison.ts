import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { ContractModel } from './contractModel.ts';
import { EngineSide } from './engineSide.ts';
import { Names } from './names.ts';
import type { CallInput, Outcome } from './world.ts';

const START = 1_700_000_000_000;

/** One step of a history. Names that the sides give are referred to, as in `$handle:0`. */
export type Step =
  | { readonly after?: number; readonly do: string; readonly input: CallInput; readonly by?: string }
  | { readonly after?: number; readonly advance: number }
  | { readonly after?: number; readonly hold?: string; readonly release?: string }
  /** Of those that wait, longest waiting first. */
  | { readonly after?: number; readonly giveUp: number };

interface Completion {
  readonly step: number;
  readonly at: number;
  readonly outcome: Outcome;
}

/** One side, and what it answered. */
class Side {
  readonly names = new Names();
  /** Since it was last looked at. */
  completions: Completion[] = [];
  readonly waiting = new Map<number, (outcome: Outcome) => void>();
  readonly subject: ContractModel | EngineSide;

  constructor(subject: ContractModel | EngineSide) {
    this.subject = subject;
  }

  take(step: Step, number: number): void {
    this.subject.advance(step.after ?? 0);
    if ('advance' in step) this.subject.advance(step.advance);
    else if ('do' in step) this.call(step.do, step.input, step.by ?? 'ada', number);
    else if ('giveUp' in step) this.giveUp(step.giveUp);
    else {
      if (step.hold !== undefined) this.subject.hold(step.hold);
      if (step.release !== undefined) this.subject.release(step.release);
    }
  }

  private call(action: string, input: CallInput, by: string, number: number): void {
    const complete = (outcome: Outcome): void => {
      this.waiting.delete(number);
      this.completions.push({ step: number, at: this.subject.now - START, outcome });
    };
    this.waiting.set(number, complete);
    this.subject.call(action, this.names.reveal(input), by, complete);
  }

  /**
   * What was answered since the last look, and the counts. Whether a call is answered before the receive that it ends, or
   * after it, does not matter.
   */
  look(): { readonly completions: readonly Completion[]; readonly counts: unknown } {
    const completions = this.completions.sort((one, other) => one.step - other.step);
    this.completions = [];
    return {
      completions: completions.map(({ step, at, outcome }) => ({
        step,
        at,
        outcome: 'value' in outcome ? { value: this.names.hide(outcome.value) } : outcome,
      })),
      counts: this.subject.counts(),
    };
  }

  private giveUp(place: number): void {
    const [number, complete] = [...this.waiting][place] ?? [];
    if (number === undefined || complete === undefined) return;
    this.waiting.delete(number);
    this.subject.giveUp(complete);
  }
}

/** Runs a history on the engine and on the contract's model, which must agree after every step. */
export class Comparison {
  private readonly engine: Side;
  private readonly model: Side;
  private readonly steps: Step[] = [];
  /** Which answers there were: the action with `ok`, or with the code of its error or of a failed entry. */
  readonly seen = new Set<string>();

  constructor(inFlightLimit: number) {
    this.engine = new Side(new EngineSide(START, inFlightLimit));
    this.model = new Side(new ContractModel(START, inFlightLimit));
  }

  /** How many names of a kind were given so far. */
  count(kind: 'handle' | 'task' | 'token'): number {
    return this.model.names.count(kind);
  }

  get waitingCount(): number {
    return this.model.waiting.size;
  }

  take(step: Step): void {
    const number = this.steps.push(step) - 1;
    this.engine.take(step, number);
    this.model.take(step, number);
    const actual = this.engine.look();
    const expected = this.model.look();
    for (const { step: caller, outcome } of expected.completions) this.note(caller, outcome);
    if (isDeepStrictEqual(actual, expected)) return;
    const history = this.steps.map((taken) => `    ${JSON.stringify(taken)},`).join('\n');
    const difference = `  engine    ${JSON.stringify(actual)}\n  contract  ${JSON.stringify(expected)}`;
    assert.fail(`The engine and the contract differ after\n${history}\n${difference}`);
  }

  private note(number: number, outcome: Outcome): void {
    const caller = this.steps[number] as Step;
    const action = 'do' in caller ? caller.do : '';
    this.seen.add(`${action} ${'code' in outcome ? outcome.code : 'ok'}`);
    const value = 'value' in outcome ? outcome.value : undefined;
    for (const { Code: code } of (value as { Failed?: { Code: string }[] } | undefined)?.Failed ?? [])
      this.seen.add(`${action} entry:${code}`);
  }
}
