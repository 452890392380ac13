import * as l10n from '@vscode/l10n';
import type { MessageDetails } from '../../broker/protocol/message.ts';

/** A message as one text, for a comparison line by line: attributes in one order, and the body laid out. */
export function writeForComparison(details: MessageDetails, laidOutBody: string): string {
  const { attributes, systemAttributes } = details;
  const byName = <T extends { readonly name: string }>(list: readonly T[]): T[] =>
    list.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const system = Object.entries(systemAttributes).map(([name, value]) => ({
    name,
    value: name.endsWith('Timestamp') ? new Date(Number(value)).toISOString() : value,
  }));
  return [
    `# ${l10n.t('Message attributes')}`,
    ...byName(attributes).map(({ name, type, value }) => `${name} (${type}): ${value}`),
    '',
    `# ${l10n.t('System attributes')}`,
    ...byName(system).map(({ name, value }) => `${name}: ${value}`),
    '',
    `# ${l10n.t('Body')}`,
    laidOutBody,
    '',
  ].join('\n');
}
