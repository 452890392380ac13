import * as l10n from '@vscode/l10n';
import { ANY_DEAD_LETTER } from './arrivals.ts';
import { nameOfArn } from '../ground/text.ts';

/** What a breakpoint on messages does from now on. */
export function describeArrivalBreakpoint(id: string): string {
  return id === ANY_DEAD_LETTER
    ? l10n.t('Breaks when a message is dead-lettered.')
    : l10n.t('Breaks at messages to {0}.', nameOfArn(id));
}
