import { readLanguage } from './language.ts';

/** The last segment of an ARN. */
export function nameOfArn(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

/** Such as `2,004`; in German `2.004`. */
export function formatCount(count: number): string {
  return count.toLocaleString(readLanguage());
}

/** Always with so many digits after the point: `1.50`; in German `1,50`. */
export function formatFixed(value: number, digits: number): string {
  return value.toLocaleString(readLanguage(), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** In steps of 1,024, with one digit after the point below ten, unless the value is exact without it. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kibibytes = bytes / 1024;
  if (kibibytes < 1024) return `${formatShort(kibibytes)} KiB`;
  return `${formatShort(kibibytes / 1024)} MiB`;
}

function formatShort(value: number): string {
  const digits = value < 10 && !Number.isInteger(value) ? 1 : 0;
  return value.toLocaleString(readLanguage(), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  });
}
