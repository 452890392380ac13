/** An address as a number of 32 or 128 bits. */
interface IpAddress {
  readonly bits: bigint;
  readonly width: 32 | 128;
}

/** An IPv4 address inside IPv6, as a dual-stack socket reports it, is the IPv4 address. */
const MAPPED_PREFIX = 0xffffn;

/**
 * Whether an address lies in a range such as `10.0.0.0/8` or `2001:db8::/32`; a range without a slash is one address.
 * False for what is no address and for ranges of the other family.
 */
export function isInRange(address: string, range: string): boolean {
  const slash = range.indexOf('/');
  const base = parseAddress(slash === -1 ? range : range.slice(0, slash));
  const candidate = parseAddress(address);
  if (base === undefined || candidate === undefined || base.width !== candidate.width) return false;
  const prefix = slash === -1 ? base.width : parsePrefix(range.slice(slash + 1), base.width);
  if (prefix === undefined) return false;
  const ignored = BigInt(base.width - prefix);
  return base.bits >> ignored === candidate.bits >> ignored;
}

/** Whether a policy may hold this as a range. */
export function isRange(range: string): boolean {
  const slash = range.indexOf('/');
  const base = parseAddress(slash === -1 ? range : range.slice(0, slash));
  return (
    base !== undefined && (slash === -1 || parsePrefix(range.slice(slash + 1), base.width) !== undefined)
  );
}

function parsePrefix(text: string, width: number): number | undefined {
  const prefix = Number(text);
  return /^\d{1,3}$/.test(text) && prefix <= width ? prefix : undefined;
}

function parseAddress(text: string): IpAddress | undefined {
  if (!text.includes(':')) {
    const bits = parseV4(text);
    return bits === undefined ? undefined : { bits, width: 32 };
  }
  const zone = text.indexOf('%');
  const bits = parseV6(zone === -1 ? text : text.slice(0, zone));
  if (bits === undefined) return undefined;
  return bits >> 32n === MAPPED_PREFIX ? { bits: bits & 0xffffffffn, width: 32 } : { bits, width: 128 };
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let bits = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    bits = (bits << 8n) | BigInt(part);
  }
  return bits;
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0] as string);
  const tail = halves.length === 2 ? parseGroups(halves[1] as string) : [];
  if (head === undefined || tail === undefined) return undefined;
  const gap = 8 - head.length - tail.length;
  if (halves.length === 2 ? gap < 1 : gap !== 0) return undefined;
  const groups = [...head, ...Array<bigint>(gap).fill(0n), ...tail];
  return groups.reduce((bits, group) => (bits << 16n) | group, 0n);
}

/** Groups of 16 bits; the last may be written as an IPv4 address. */
function parseGroups(text: string): bigint[] | undefined {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(BigInt(`0x${part}`));
      continue;
    }
    const bits = index === parts.length - 1 ? parseV4(part) : undefined;
    if (bits === undefined) return undefined;
    groups.push(bits >> 16n, bits & 0xffffn);
  }
  return groups;
}
