import type { SourceRange } from '../model.ts';

/**
 * What a template can be wrong about (docs/templates.md#checks). The name is the code of a diagnostic. `rejected`: a deployment
 * would fail; `warned`: it would succeed, and messages would be processed twice, late or not at all.
 */
export const IAC_RULES = {
  mappingRejected: 'rejected',
  mappingTwice: 'rejected',
  valueOutOfRange: 'rejected',
  functionRejected: 'rejected',
  fifoAttribute: 'rejected',
  deadLetterType: 'rejected',
  deadLetterOfItself: 'warned',
  deadLetterRetention: 'warned',
  noDeadLetterQueue: 'warned',
  oneReceive: 'warned',
  shortVisibility: 'warned',
  wholeBatchFails: 'warned',
} as const;

export type IacRule = keyof typeof IAC_RULES;

export interface IacFinding {
  readonly rule: IacRule;
  readonly range: SourceRange;
  /** Sentences; of what the service rejects, its own. */
  readonly message: string;
}

export type NoteFinding = (rule: IacRule, range: SourceRange, message: string) => void;
