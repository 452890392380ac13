import type { RecoveryReport } from '../protocol/storage.ts';

/** Data that was missing or damaged at a start, one line each, for a broker without an editor. */
export function describeLosses(recovery: RecoveryReport): string[] {
  const { tornTails, damaged, missing, recovered, unreadable, unreadableKeys } = recovery;
  const lines = tornTails.map(
    ({ file, offset, bytes }) =>
      `${file}: its end was discarded (${bytes} bytes from ${offset}), because a crash left it incomplete`,
  );
  for (const { file, setAsideAs, gaps, unreadableBytes, belongsTo } of damaged) {
    const what =
      belongsTo === undefined
        ? `damaged; gaps: ${gaps}, bytes in them: ${unreadableBytes}; messages in gaps are lost, the rest is kept`
        : `has the contents of ${belongsTo}`;
    lines.push(`${file}: ${what}${setAsideAs === undefined ? '' : `; set aside as ${setAsideAs}`}`);
  }
  for (const { file, messages } of missing) {
    const count = messages === undefined ? 'with its messages' : `with ${messages} messages at most`;
    lines.push(`${file}: missing, ${count}; the broker did not remove it`);
  }
  for (const { queueArn, messages } of recovered) {
    lines.push(`${queueArn}: created for ${messages} messages whose queue is unknown`);
  }
  if (unreadable > 0 || unreadableKeys > 0) {
    lines.push(
      `keys that cannot be decrypted: ${unreadableKeys}; messages encrypted with them: ${unreadable}; they are kept but not delivered`,
    );
  }
  return lines;
}
