/** How long the authority of this machine signs, days. */
export const AUTHORITY_DAYS = 3650;

/** How long a server's certificate is valid, days. Some systems refuse more than 825 days, and others more than 398. */
export const LEAF_DAYS = 397;

/** A certificate is replaced so long before it ends, ms. */
export const RENEWAL_MS = 30 * 86_400_000;

/** A certificate is valid from a little earlier, for clocks that are behind, ms. */
export const HEAD_START_MS = 3_600_000;
