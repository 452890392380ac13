const TOKEN = /^from:(\d{1,9})$/;

/** The position that a token names: where the next part of a list begins. Undefined for what is no token of this broker. */
export function readPageToken(token: string | undefined): number | undefined {
  if (token === undefined || token === '') return 0;
  const [, position] = TOKEN.exec(Buffer.from(token, 'base64').toString()) ?? [];
  return position === undefined ? undefined : Number(position);
}

export function writePageToken(position: number): string {
  return Buffer.from(`from:${position}`).toString('base64');
}
