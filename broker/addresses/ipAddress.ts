import { BlockList, isIPv4, isIPv6, SocketAddress } from 'node:net';
import { forgetOldest } from '../engine/base/forgetOldest.ts';

type Family = 'ipv4' | 'ipv6';

interface Address {
  readonly text: string;
  readonly family: Family;
}

interface Range {
  readonly family: Family;
  readonly list: BlockList;
}

/** An IPv4 address inside IPv6, as a dual-stack socket reports it, is the IPv4 address. */
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/;
const WIDTHS: Readonly<Record<Family, number>> = { ipv4: 32, ipv6: 128 };

/** Ranges of policies, read: a list takes longer to make than to ask. Undefined: no range. */
const ranges = new Map<string, Range | undefined>();
const MAXIMUM_RANGES = 1000;

/**
 * Whether an address lies in a range such as `10.0.0.0/8` or `2001:db8::/32`; a range without a slash is one address.
 * False for what is no address and for ranges of the other family.
 */
export function isInRange(address: string, range: string): boolean {
  const candidate = readAddress(address);
  const found = findRange(range);
  if (candidate === undefined || candidate.family !== found?.family) return false;
  return found.list.check(candidate.text, candidate.family);
}

/** Whether a policy may hold this as a range. */
export function isRange(range: string): boolean {
  return findRange(range) !== undefined;
}

function findRange(text: string): Range | undefined {
  if (ranges.has(text)) return ranges.get(text);
  const range = readRange(text);
  forgetOldest(ranges.set(text, range), MAXIMUM_RANGES);
  return range;
}

function readRange(text: string): Range | undefined {
  const [start = '', digits, ...rest] = text.split('/');
  const base = readAddress(start);
  if (base === undefined || rest.length > 0) return undefined;
  const width = WIDTHS[base.family];
  const prefix = digits === undefined ? width : Number(/^\d{1,3}$/.test(digits) ? digits : Number.NaN);
  if (!(prefix <= width)) return undefined;
  const list = new BlockList();
  list.addSubnet(base.text, prefix, base.family);
  return { family: base.family, list };
}

function readAddress(text: string): Address | undefined {
  if (isIPv4(text)) return { text, family: 'ipv4' };
  // The zone says by which interface an address is reached, not which one it is.
  const [bare = ''] = text.split('%', 1);
  if (!isIPv6(bare)) return undefined;
  const { address } = new SocketAddress({ address: bare, family: 'ipv6' });
  const mapped = MAPPED.exec(address)?.[1];
  return mapped === undefined ? { text: address, family: 'ipv6' } : { text: mapped, family: 'ipv4' };
}
