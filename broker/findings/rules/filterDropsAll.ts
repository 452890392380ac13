import * as l10n from '@vscode/l10n';
import type { FilterMiss } from '../../protocol/invocation.ts';
import { formatNumber } from '../../language/numbers.ts';
import { aboutMapping, nameFunction } from '../functionRule.ts';
import type { Rule } from '../rule.ts';
import { recall } from '../tracker.ts';

/** So many messages and none that passes: of a form that the filter cannot match, and of any form. */
const WRONG_FORM = 3;
const ANY_FORM = 10;

/** What the filters of a mapping did since they were set. */
class Filtered {
  hasPassed = false;
  count = 0;
  wrongForm = 0;
  modifiedAt: number | undefined;

  begin(modifiedAt: number | undefined): void {
    if (this.modifiedAt === modifiedAt) return;
    this.modifiedAt = modifiedAt;
    this.hasPassed = false;
    this.count = 0;
    this.wrongForm = 0;
  }
}

const beginFiltered = (): Filtered => new Filtered();

/** Filters that delete every message. */
export const filterDropsAll: Rule = {
  name: 'filterDropsAll',
  order: 170,
  watches: 'Filters that delete every message',
  kinds: ['filteredOut', 'invoked'],
  mend: { kinds: ['invoked'], evaluate: aboutMapping },
  evaluate(input) {
    const { record, caller, work, context } = input;
    if (work === undefined) return undefined;
    const filtered = recall(work, beginFiltered);
    const mappingId = record.invoked?.mappingId ?? caller?.consumerId.replace(/^mapping /, '') ?? '';
    filtered.begin(context.mapping(mappingId)?.modifiedAt);
    if (record.kind === 'invoked') {
      filtered.hasPassed = true;
      return undefined;
    }
    filtered.count++;
    const cause = (record.cause ?? 'noMatch') as FilterMiss;
    if (cause !== 'noMatch') filtered.wrongForm++;
    const isPattern = filtered.wrongForm >= WRONG_FORM || filtered.count >= ANY_FORM;
    if (filtered.hasPassed || !isPattern) return undefined;
    return {
      about: aboutMapping(input),
      severity: cause === 'noMatch' ? 'warning' : 'error',
      title: l10n.t('The filters of {0} delete every message', nameFunction(input)),
      messageNumber: record.messageNumber,
      caller,
      count: filtered.count,
      explanation: l10n.t(
        'No message has matched a filter of the mapping, and so none was passed to the function. As on AWS, they were deleted: {0} so far. The last one: {1}',
        formatNumber(filtered.count),
        record.detail ?? '',
      ),
      remedy: describeRemedy(cause),
    };
  },
};

function describeRemedy(cause: FilterMiss): string {
  switch (cause) {
    case 'textBody':
      return l10n.t(
        'Send a JSON object as the body, or write the filter for text: a list, such as {0}.',
        '"body": [{"prefix": "…"}]',
      );
    case 'jsonBody':
      return l10n.t(
        'Write the filter for JSON: an object with the members of the body, such as {0}.',
        '"body": {"kind": ["order"]}',
      );
    case 'absentField':
      return l10n.t(
        'Put the field of the filter where the message has it. Members of a JSON body are inside "body"; JSON in a text within the body cannot be filtered.',
      );
    case 'noMatch':
      return l10n.t('Compare the filters with a message: open it, and look at its body and its attributes.');
  }
}
