/** Of one export or import. */
export const MAXIMUM_MESSAGES = 1_000_000;
