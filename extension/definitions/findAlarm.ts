/** Where the name of an alarm is in the text of a definition file, without its quotes, in UTF-16 units; undefined: nowhere. */
export function findAlarm(
  text: string,
  name: string,
): { readonly offset: number; readonly length: number } | undefined {
  const alarms = text.indexOf('"alarms"');
  if (alarms < 0) return undefined;
  const quoted = JSON.stringify(name);
  // As the name of an object: the same text may also be a value, such as the queue of an alarm.
  const key = new RegExp(`${quoted.replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`)}\\s*:\\s*\\{`, 'gu');
  key.lastIndex = alarms + 1;
  const found = key.exec(text);
  return found === null ? undefined : { offset: found.index + 1, length: quoted.length - 2 };
}
