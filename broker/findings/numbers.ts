let language = 'en';

/** @param tag of the language that findings are written in, such as `de` */
export function setFindingLanguage(tag: string): void {
  language = tag;
}

/** `0.4`, `7,005,405`; in German `0,4`, `7.005.405`. */
export function formatNumber(value: number, digits = 0): string {
  return value.toLocaleString(language, { maximumFractionDigits: digits });
}

/** `90000` is "90 s", `400` is "0.4 s". */
export function formatSeconds(ms: number): string {
  return `${(ms / 1000).toLocaleString(language, { maximumFractionDigits: 1, useGrouping: false })} s`;
}

/** `$2.80`; in German `2,80 $`. */
export function formatUsd(usd: number): string {
  return usd.toLocaleString(language, { style: 'currency', currency: 'USD' });
}
