import { ACTION_NAMES } from '../../broker/api/actions.ts';
import { findSafeguard, PROTECTION_LEVELS, type Safeguard } from '../../broker/protection/protectionLevel.ts';

const TEXTS: Readonly<Record<Safeguard, string>> = {
  nothing: 'allowed',
  question: 'asks each time',
  questionPerLaunch: 'asks once per launch',
  typedName: 'asks for the name of the queue',
  refusal: 'rejected',
};

/** The table of docs/security.md, a line each, with a line break at its end. */
export function printSafeguards(): string {
  const head = ['action', ...PROTECTION_LEVELS.map((level) => `\`${level}\``)];
  const rows = ACTION_NAMES.map((action) => [
    action,
    ...PROTECTION_LEVELS.map((level) => TEXTS[findSafeguard(level, action)]),
  ]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
