import * as l10n from '@vscode/l10n';
import type { DefinitionPlan, DefinitionProblem } from '../../broker/protocol/definitions.ts';
import { writeAlarms, writeMessages, writeQueues } from '../ground/counts.ts';

/** Rows of a list that a message shows; the rest is a count. */
const MAXIMUM_SHOWN = 10;

export function isEmptyPlan({ create, change }: DefinitionPlan): boolean {
  return create.length === 0 && change.length === 0;
}

/** Such as `2 queues created, 1 queue changed, 3 messages sent`. */
export function describeApplied(
  { create, change }: DefinitionPlan,
  sentCount: number,
  alarmCount = 0,
): string {
  const parts: string[] = [];
  if (create.length > 0) parts.push(l10n.t('{0} created', writeQueues(create.length)));
  if (change.length > 0) parts.push(l10n.t('{0} changed', writeQueues(change.length)));
  if (sentCount > 0) parts.push(l10n.t('{0} sent', writeMessages(sentCount)));
  if (alarmCount > 0) parts.push(l10n.t('{0} set', writeAlarms(alarmCount)));
  return parts.join(', ') || l10n.t('nothing to change');
}

/** Messages that applying would end. */
export function countLost({ change }: DefinitionPlan): number {
  return change.reduce((sum, { messagesLost }) => sum + messagesLost, 0);
}

/** What changes, one line for each value; values are cut, since policies are long. */
export function listDifferences({ change }: DefinitionPlan): string[] {
  const lines = change.flatMap(({ name, differences, messagesLost }) => [
    ...differences.map(({ what, from, to }) => `${name}: ${what} ${shorten(from)} → ${shorten(to)}`),
    ...(messagesLost > 0 ? [l10n.t('{0}: deletes {1}', name, writeMessages(messagesLost))] : []),
  ]);
  return limitLines(lines);
}

/** The queues that are not in the file, with what goes with each of them. */
export function listUnlisted({ unlisted }: DefinitionPlan): string[] {
  return limitLines(unlisted.map(({ name, messageCount }) => `${name}: ${writeMessages(messageCount)}`));
}

/** Such as `queueside.json:12:5: Unknown Attribute Colour. (and 2 more)`; places count from 1. */
export function describeProblems(file: string, problems: readonly DefinitionProblem[]): string {
  const [first] = problems;
  if (first === undefined) return '';
  const text = `${file}:${first.line + 1}:${first.character + 1}: ${first.message}`;
  return problems.length === 1 ? text : l10n.t('{0} (and {1} more)', text, problems.length - 1);
}

/** The first of them, and how many others there are. */
export function limitLines(lines: readonly string[]): string[] {
  if (lines.length <= MAXIMUM_SHOWN) return [...lines];
  return [...lines.slice(0, MAXIMUM_SHOWN), l10n.t('… and {0} more', lines.length - MAXIMUM_SHOWN)];
}

/** A value in a line of a list; values are cut. */
export function shorten(value: string | undefined): string {
  if (value === undefined) return '–';
  return value.length > 60 ? `${value.slice(0, 59)}…` : value;
}
