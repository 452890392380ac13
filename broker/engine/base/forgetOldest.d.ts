/**
 * Keeps a map or a set, to which one entry was just added, within its bound: takes out the entry that was added first. Meant
 * for about a thousand entries. The walk to the oldest one passes the places of those that were taken out before, until the
 * map is laid out again; at 20,000 entries that costs 20 µs each, and `RecentMap` of the trace is the one to take.
 */
export declare function forgetOldest<K>(entries: Map<K, unknown> | Set<K>, maximum: number): void;
