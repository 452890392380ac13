/*
 * Without shapes and their texts: what polls for mappings is in a bundle of its own, which has no translations.
 */

/** Filters of one mapping: five by default, ten by quota. */
export const MAXIMUM_FILTERS = 10;
/** Bytes of an event, and of a response: 6 MiB and 100 bytes. */
export const MAXIMUM_PAYLOAD_BYTES = 6 * 1_048_576 + 100;

/** What is true of a mapping whose definition does not say otherwise. */
export const MAPPING_DEFAULTS = {
  batchSize: 10,
  /** s */
  window: 0,
  reportBatchItemFailures: false,
  enabled: true,
} as const;
