import { l10n } from 'vscode';
import type { Finding } from '../../broker/protocol/findings.ts';
import { pick } from '../ground/pick.ts';
import { nameOfArn } from '../ground/text.ts';
import { FindingNode } from './findingNode.ts';
import type { FindingStore } from './findingStore.ts';

export interface PickFindingNeeds {
  readonly findings: FindingStore;
}

/**
 * The finding that a command is about: the row it was called on, its id, or the user's choice.
 * @param accepts leaves out findings that the command can do nothing about
 */
export async function pickFinding(
  { findings }: PickFindingNeeds,
  target: unknown,
  title: string,
  accepts: (finding: Finding) => boolean = () => true,
): Promise<Finding | undefined> {
  if (target instanceof FindingNode) return target.finding;
  if (typeof target === 'string') return findings.find(target);
  const choices = findings.findings.filter(accepts).map((finding) => ({
    label: finding.title,
    description: nameOfArn(finding.queueArn),
    detail: finding.explanation,
    value: finding,
  }));
  return pick(choices, {
    title,
    matchOnDescription: true,
    none: { text: l10n.t('This finding no longer exists.') },
    isMenu: true,
  });
}
