import { l10n } from 'vscode';
import type { Missing } from '../ground/commandTable.ts';
import { showMissing } from '../ground/missing.ts';
import { pick } from '../ground/pick.ts';
import { nameOfArn } from '../ground/text.ts';
import { FindingNode } from './findingNode.ts';
import type { FindingStore, PlacedFinding } from './findingStore.ts';

export interface PickFindingNeeds {
  readonly findings: FindingStore;
}

/** What is asked when a command was called on no finding. */
export interface FindingQuestion {
  readonly title: string;
  /** The findings that the command can do something about; all when absent. */
  readonly accepts?: (finding: PlacedFinding) => boolean;
  /** Said when there are findings, and none is accepted. */
  readonly none?: Missing;
  /** Said when the one that was named is not accepted. */
  readonly notThis?: Missing;
}

/** The finding that a command is about: the row it was called on, its ID, or the user's choice. */
export async function pickFinding(
  { findings }: PickFindingNeeds,
  target: unknown,
  { title, accepts = () => true, none, notThis }: FindingQuestion,
): Promise<PlacedFinding | undefined> {
  if (target instanceof FindingNode) return target.finding;
  if (typeof target === 'string') {
    const finding = findings.find(target);
    if (finding === undefined) void showMissing({ text: l10n.t('This finding no longer exists.') });
    else if (!accepts(finding) && notThis !== undefined) void showMissing(notThis);
    else return finding;
    return undefined;
  }
  const choices = findings.findings.filter(accepts).map((finding) => ({
    label: finding.title,
    description: [nameOfArn(finding.queueArn), ...(finding.connection ? [finding.connection.name] : [])].join(
      ' · ',
    ),
    detail: finding.explanation,
    value: finding,
  }));
  const hasOthers = findings.findings.length > 0 && none !== undefined;
  return pick(choices, {
    title,
    matchOnDescription: true,
    none: hasOthers ? none : { text: l10n.t('No findings.') },
    isMenu: true,
  });
}
