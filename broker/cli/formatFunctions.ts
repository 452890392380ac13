import * as l10n from '@vscode/l10n';
import { formatNumber } from '../language/numbers.ts';
import type { FunctionInfo } from '../protocol/functions.ts';
import { formatTable } from './formatTable.ts';

/** A table of functions for reading; a line says that there are none. */
export function formatFunctions(functions: readonly FunctionInfo[]): string {
  if (functions.length === 0) return `${l10n.t('No functions exist.')}\n`;
  const head = [
    l10n.t('function'),
    l10n.t('runtime'),
    l10n.t('state'),
    l10n.t('environments'),
    l10n.t('waiting'),
    l10n.t('invocations'),
    l10n.t('errors'),
    l10n.t('throttles'),
  ];
  return [...formatTable([head, ...functions.map(listCells)]), ''].join('\n');
}

function listCells({ definition, state, environments, waiting, counts }: FunctionInfo): readonly string[] {
  const running = environments.filter(({ end }) => end === undefined);
  const { invocations, errors, throttles } = counts;
  return [
    definition.name,
    definition.runtime,
    state,
    ...[running.length, waiting, invocations, errors, throttles].map((count) => formatNumber(count)),
  ];
}
