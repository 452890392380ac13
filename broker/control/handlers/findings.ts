import * as l10n from '@vscode/l10n';
import { succeed } from '../../engine/base/result.ts';
import { notFound } from '../channel/answer.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';

export function createFindingHandlers({
  findings,
}: Pick<ControlServices, 'findings'>): HandlersOf<'listFindings' | 'dismissFinding' | 'clearFindings'> {
  return {
    listFindings: () => succeed({ findings: findings.list() }),
    dismissFinding: ({ findingId }) =>
      findings.dismiss(findingId) ? succeed(null) : notFound(l10n.t('There is no finding {0}.', findingId)),
    clearFindings: () => {
      findings.clear();
      return succeed(null);
    },
  };
}
