import { ANY_DEAD_LETTER } from './arrivals.ts';
import { nameOfArn, type Translate } from '../ground/text.ts';

/** What a breakpoint on messages does from now on. */
export function describeArrivalBreakpoint(t: Translate, id: string): string {
  return id === ANY_DEAD_LETTER
    ? t('Breaks when a message is dead-lettered.')
    : t('Breaks when a message arrives at {0}.', nameOfArn(id));
}
