import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { type BodyFacts, BodyScan, scanBody, STEP_CHARACTERS } from './bodyScan.ts';

/** Runs work in a turn of its own. */
type Later = (work: () => void) => void;

export interface FactsOfBody {
  /** Those of the body, or of the one before while a long one is being read. */
  readonly facts: ReadonlySignal<BodyFacts>;
  /** Reads what is left, for whoever cannot wait. */
  readonly finish: () => void;
}

/** Follows a body: a short one is read at once, a long one in steps between which others get their turn. */
export function followBody(
  body: ReadonlySignal<string>,
  later: Later = (work) => void setTimeout(work),
): FactsOfBody {
  const known = signal(scanBody(''));
  let scan: BodyScan | undefined;

  /** @returns whether there is more to read */
  function step(): boolean {
    scan?.step();
    const facts = scan?.facts;
    if (facts === undefined) return scan !== undefined;
    scan = undefined;
    known.value = facts;
    return false;
  }

  function goOn(of: BodyScan): void {
    // The body may have changed meanwhile.
    if (scan === of && step()) later(() => goOn(of));
  }

  effect(() => {
    const started = new BodyScan(body.value);
    scan = started;
    if (body.value.length <= STEP_CHARACTERS) step();
    else later(() => goOn(started));
  });
  return {
    facts: computed(() => known.value),
    finish: () => {
      while (step());
    },
  };
}
