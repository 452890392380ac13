import type { Rule, RuleInput } from './rule.ts';
import { mappingConsumer, recall } from './tracker.ts';

// What the rules about functions share. Their consumer is the event source mapping, which has the name of the function.

/** So many messages in a row that were processed without the mistake show that a function was repaired. */
const REPAIRED = 10;

/** Messages since the mistake. */
export class Run {
  length = 0;
}

/** What a finding about an event source mapping is about. */
export function aboutMapping({ record, caller }: RuleInput): string {
  const mappingId = record.invoked?.mappingId;
  return mappingId === undefined ? (caller?.consumerId ?? '') : mappingConsumer(mappingId);
}

/** The name of the function whose mapping called: that of the mapping's consumer. */
export function nameFunction({ record, caller }: RuleInput): string {
  return record.invoked?.function ?? caller?.process?.name ?? '';
}

/** @param begin of the rule's own memory; {@link forgetRun} is to be called with it at each mistake */
export function mendAfterRun(begin: () => Run): Required<Rule>['mend'] {
  return {
    kinds: ['deleted'],
    evaluate: (input) => {
      if (input.work === undefined || input.record.caller?.invocation === undefined) return undefined;
      return ++recall(input.work, begin).length > REPAIRED ? aboutMapping(input) : undefined;
    },
  };
}

export function forgetRun({ work }: RuleInput, begin: () => Run): void {
  if (work !== undefined) recall(work, begin).length = 0;
}
