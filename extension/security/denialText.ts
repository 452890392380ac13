import * as l10n from '@vscode/l10n';
import type { TraceEvent } from '../../broker/protocol/trace.ts';

/** A refused call with the evaluation that refused it, as Markdown for a person to read. */
export function describeDenial(event: TraceEvent): string {
  const { action = '', queueArn, consumer, error, detail = '', requestId, at } = event;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [l10n.t('Action'), action],
    [l10n.t('Queue'), queueArn],
    [l10n.t('Caller'), consumer === undefined ? undefined : `${consumer.name} (${consumer.accessKeyId})`],
    [l10n.t('Time'), new Date(at).toISOString()],
    [l10n.t('Request'), requestId],
    [l10n.t('Response'), error === undefined ? undefined : `${error.code}: ${error.message}`],
  ];
  const rows = facts.flatMap(([name, value]) =>
    value === undefined ? [] : [`- ${name}: ${value.replaceAll('\n', ' ')}`],
  );
  const [verdict = '', ...steps] = detail.split('\n');
  const list = steps.length === 0 ? [] : ['', ...steps.map((step) => `- ${step}`)];
  return [
    `# ${l10n.t('Why this call was denied')}`,
    '',
    verdict,
    ...list,
    '',
    `## ${l10n.t('The call')}`,
    '',
    ...rows,
    '',
  ].join('\n');
}
