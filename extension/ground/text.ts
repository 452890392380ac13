/** The translator of `vscode.l10n.t`: this file runs in Node too. */
export type Translate = (message: string, ...parameters: (string | number)[]) => string;

/** The last segment of an ARN. */
export function nameOfArn(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

/** Such as `2,004`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** In steps of 1,024, with one digit after the point below ten, unless the value is exact without it. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kibibytes = bytes / 1024;
  if (kibibytes < 1024) return `${formatShort(kibibytes)} KiB`;
  return `${formatShort(kibibytes / 1024)} MiB`;
}

function formatShort(value: number): string {
  return value < 10 && !Number.isInteger(value) ? value.toFixed(1) : String(Math.round(value));
}
