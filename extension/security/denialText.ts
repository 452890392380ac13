import type { TraceEvent } from '../../broker/protocol/trace.ts';

/** A refused call with the evaluation that refused it, as Markdown for a person to read. */
export function describeDenial(event: TraceEvent): string {
  const { action = '', queueArn, consumer, error, detail = '', requestId, at } = event;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Action', action],
    ['Queue', queueArn],
    ['Caller', consumer === undefined ? undefined : `${consumer.name} (${consumer.accessKeyId})`],
    ['Time', new Date(at).toISOString()],
    ['Request', requestId],
    ['Answer', error === undefined ? undefined : `${error.code}: ${error.message}`],
  ];
  const rows = facts.flatMap(([name, value]) =>
    value === undefined ? [] : [`- ${name}: ${value.replaceAll('\n', ' ')}`],
  );
  const [verdict = '', ...steps] = detail.split('\n');
  const list = steps.length === 0 ? [] : ['', ...steps.map((step) => `- ${step}`)];
  return ['# Why this call was denied', '', verdict, ...list, '', '## The call', '', ...rows, ''].join('\n');
}
