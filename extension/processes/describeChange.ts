import * as l10n from '@vscode/l10n';
import type { OrderedEnd } from '../../broker/programs/orderedPrograms.ts';
import { describeProgramEnd } from '../../broker/programs/programTexts.ts';

/** What became of a process: it was started, has ended, or could not be started. */
export interface ProcessChange {
  readonly processId?: number;
  readonly end?: OrderedEnd;
  /** A sentence. */
  readonly failure?: string;
}

/** In words, for its output. */
export function describeChange({ processId, end, failure }: ProcessChange): string {
  if (end !== undefined) return l10n.t('Ended with {0}.', describeProgramEnd(end));
  if (failure !== undefined) return failure;
  return processId === undefined ? l10n.t('Started.') : l10n.t('Started, process ID {0}.', String(processId));
}
